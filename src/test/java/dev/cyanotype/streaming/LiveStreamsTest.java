package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveStreamsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LiveStreams live = new LiveStreams(registry);

  private double ended(String outcome) {
    return registry.get("cyanotype.streams").tag("outcome", outcome).counter().count();
  }

  private double gauge() {
    return registry.get("cyanotype.streams.live").gauge().value();
  }

  private static AssertSubscriber<StreamEvent> subscribe(Multi<StreamEvent> events) {
    return events.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  @Test
  void allOutcomesAreThereFromTheStart() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(ended(outcome.id())).isZero();
    }
    assertThat(ended("disconnected")).isZero();
    assertThat(ended("broken")).isZero();
  }

  @Test
  void streamCountsFromSubscriptionToEnd() {
    Multi<StreamEvent> tracked = live.track(Multi.createFrom().nothing());
    assertThat(live.count()).isZero();

    AssertSubscriber<StreamEvent> first = subscribe(tracked);
    AssertSubscriber<StreamEvent> second = subscribe(tracked);
    assertThat(live.count()).isEqualTo(2);
    assertThat(gauge()).isEqualTo(2);

    first.cancel();
    assertThat(gauge()).isEqualTo(1);
    second.cancel();
    second.cancel();
    assertThat(gauge()).isZero();
    assertThat(ended("disconnected")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void endIsThatOfTheDoneEvent(Outcome outcome) {
    subscribe(
            live.track(
                Multi.createFrom().items(new StreamEvent.Text("x"), new StreamEvent.Done(outcome))))
        .assertCompleted();

    assertThat(ended(outcome.id())).isEqualTo(1);
    assertThat(live.count()).isZero();
  }

  @Test
  void endWithoutDoneIsBroken() {
    subscribe(live.track(Multi.createFrom().item(new StreamEvent.Text("x"))));
    subscribe(live.track(Multi.createFrom().failure(new IllegalStateException())));

    assertThat(ended("broken")).isEqualTo(2);
    assertThat(live.count()).isZero();
  }

  @Test
  void trackingPassesOnDemandAndNothingMore() {
    AssertSubscriber<StreamEvent> subscriber =
        live.track(Multi.createFrom().items(new StreamEvent.Text("a"), new StreamEvent.Text("b")))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));

    subscriber.assertHasNotReceivedAnyItem();
    subscriber.request(1).assertItems(new StreamEvent.Text("a")).assertNotTerminated();
    subscriber.cancel();
    assertThat(live.count()).isZero();
  }

  @Test
  void gaugeGoesWithTheBean() {
    live.stop();

    assertThat(registry.find("cyanotype.streams.live").gauge()).isNull();
  }
}
