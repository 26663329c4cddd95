package dev.cyanotype.chat;

import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/// The events of a stream of which [TextWriter] writes the text.
final class StreamedText extends AbstractMulti<StreamEvent> {

  private final LiveStream stream;

  StreamedText(LiveStream stream) {
    this.stream = stream;
  }

  LiveStream stream() {
    return stream;
  }

  @Override
  public void subscribe(MultiSubscriber<? super StreamEvent> subscriber) {
    stream.events().subscribe(subscriber);
  }
}
