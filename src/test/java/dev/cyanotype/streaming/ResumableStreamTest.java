package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent.Done;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import dev.cyanotype.streaming.StreamEvent.Text;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept of a stream, with a clock and connections of the test's own.
class ResumableStreamTest {

  private static final int MAX_BYTES = 20_000;
  private static final int EVENTS = 2000;

  private final LiveStreams live =
      new LiveStreams(new SimpleMeterRegistry(), TestingConfig.with(10));
  private final SseEncoder encoder = new SseEncoder(new ObjectMapper());
  private final AtomicInteger produced = new AtomicInteger();
  private final AtomicInteger departures = new AtomicInteger();
  private final AtomicInteger readers = new AtomicInteger();
  private ResumableStream stream;

  @BeforeEach
  void open() {
    Multi<StreamEvent> events =
        Multi.createBy()
            .concatenating()
            .streams(
                Multi.createFrom()
                    .items(
                        IntStream.range(0, EVENTS).<StreamEvent>mapToObj(i -> new Text("x" + i))),
                Multi.createFrom().item(new Done(Outcome.COMPLETE)))
            .onItem()
            .invoke(produced::incrementAndGet);
    LiveStream opened = live.open(Caller.withKey("alice"), "chat", events, Fault::unexpected);
    stream =
        new ResumableStream(
            opened,
            MAX_BYTES,
            (_, count) -> {
              departures.incrementAndGet();
              readers.set(count);
            });
    encoder.events(opened).subscribe(stream);
  }

  private AssertSubscriber<OutboundSseEvent> read(long seen, long demand) {
    Multi<OutboundSseEvent> gone = Multi.createFrom().failure(new IllegalStateException("gone"));
    return stream.after(seen, gone).subscribe().withSubscriber(AssertSubscriber.create(demand));
  }

  private static List<Long> numbers(AssertSubscriber<OutboundSseEvent> reader) {
    return reader.getItems().stream()
        .map(event -> EventId.parse(event.getId()).orElseThrow().number())
        .toList();
  }

  private static List<Long> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(Long::valueOf).toList();
  }

  @Test
  void nothingIsReadBeyondTheBoundWithoutAReader() {
    assertThat(produced.get()).isPositive().isLessThan(EVENTS / 4);
    int before = produced.get();

    AssertSubscriber<OutboundSseEvent> reader = read(-1, 5);

    assertThat(numbers(reader)).isEqualTo(range(0, 5));
    assertThat(produced.get()).isLessThanOrEqualTo(before + 16);
  }

  @Test
  void readerWithoutEndOfDemandGetsAllInOrder() {
    AssertSubscriber<OutboundSseEvent> reader = read(-1, Long.MAX_VALUE).assertCompleted();

    assertThat(numbers(reader)).isEqualTo(range(0, EVENTS + 1));
    assertThat(live.count()).isZero();
    assertThat(departures).hasValue(1);
    assertThat(stream.isOver()).isTrue();
  }

  @Test
  void whatWasLostOnItsWayIsSentAgain() {
    AssertSubscriber<OutboundSseEvent> first = read(-1, 8);
    first.cancel();

    AssertSubscriber<OutboundSseEvent> second = read(3, Long.MAX_VALUE).assertCompleted();

    assertThat(numbers(second)).isEqualTo(range(4, EVENTS + 1));
  }

  /// Many at once, so that one is replaced before the one before it has been told.
  @Test
  void allButOneOfManyReadersAreEnded() throws Exception {
    List<AssertSubscriber<OutboundSseEvent>> readers = new CopyOnWriteArrayList<>();
    List<Thread> threads =
        IntStream.range(0, 50)
            .mapToObj(_ -> Thread.ofPlatform().unstarted(() -> readers.add(read(-1, 1))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(readers.stream().filter(AssertSubscriber::hasCompleted)).hasSize(49);
  }

  @Test
  void readerThatIsReplacedAtOnceHasItsSubscriptionBeforeItsEnd() {
    List<String> told = new ArrayList<>();
    Multi<OutboundSseEvent> gone = Multi.createFrom().empty();

    stream
        .after(-1, gone)
        .onSubscription()
        .invoke(
            () -> {
              read(-1, 1);
              told.add("subscribed");
            })
        .onCompletion()
        .invoke(() -> told.add("completed"))
        .subscribe()
        .withSubscriber(AssertSubscriber.create(1))
        .assertCompleted();

    assertThat(told).containsExactly("subscribed", "completed");
  }

  @Test
  void nobodyReadsWhatHasExpired() {
    read(-1, 1).cancel();

    assertThat(stream.expire(readers.get())).isTrue();
    read(0, 1).assertFailedWith(IllegalStateException.class, "gone");
  }

  @Test
  void whatWasSentIsDroppedFirst() {
    read(-1, 1000).cancel();

    assertThat(stream.has(998)).isTrue();
    assertThat(stream.has(920)).as("half of the bound is for what may be lost").isTrue();
    assertThat(stream.has(0)).isFalse();
    read(0, 1).assertFailedWith(IllegalStateException.class, "gone");
    assertThat(stream.has(EVENTS * 2L)).as("not there yet").isFalse();
  }

  @Test
  void newerReaderTakesOver() {
    AssertSubscriber<OutboundSseEvent> older = read(-1, 3);
    AssertSubscriber<OutboundSseEvent> newer = read(1, 3);

    older.assertCompleted();
    assertThat(numbers(older)).isEqualTo(range(0, 3));
    assertThat(numbers(newer)).isEqualTo(range(2, 5));
    older.cancel();
    assertThat(departures).as("the older one has gone already").hasValue(0);
    assertThat(stream.isDetached()).isFalse();
  }

  @Test
  void streamStopsWhereNobodyComesBack() {
    read(-1, 3).cancel();
    int left = readers.get();
    AssertSubscriber<OutboundSseEvent> back = read(2, 1);
    assertThat(stream.expire(left)).as("somebody reads").isFalse();
    back.cancel();
    assertThat(stream.expire(left)).as("that is too old a reason").isFalse();
    assertThat(live.count()).isEqualTo(1);

    assertThat(stream.expire(readers.get())).isTrue();

    assertThat(live.count()).isZero();
  }
}
