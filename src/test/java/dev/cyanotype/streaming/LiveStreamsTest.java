package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent.Done;
import dev.cyanotype.streaming.StreamEvent.Failed;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import dev.cyanotype.streaming.StreamEvent.Text;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveStreamsTest {

  private static final Caller ALICE = Caller.withKey("alice");
  private static final Caller BOB = Caller.withKey("bob");
  private static final StreamEvent CANCELLED = new Done(Outcome.CANCELLED);
  private static final int MAX_LIVE = 3;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LiveStreams live = new LiveStreams(registry, TestingConfig.with(MAX_LIVE));

  @AfterEach
  void everyPlaceIsFreeAgain() {
    assertThat(gauge()).isZero();
    assertThat(live.of(ALICE)).isEmpty();
  }

  private double ended(String outcome) {
    return registry.get("cyanotype.streams").tag("outcome", outcome).counter().count();
  }

  private double gauge() {
    return registry.get("cyanotype.streams.live").gauge().value();
  }

  private LiveStream open(Multi<StreamEvent> events) {
    return live.open(ALICE, "chat", events, LiveStreamsTest::fault);
  }

  private LiveStream open(StreamEvent... events) {
    return open(Multi.createFrom().items(events));
  }

  private static Fault fault(Throwable failure) {
    return new Fault(Ending.TIMED_OUT, failure.getMessage());
  }

  private static AssertSubscriber<StreamEvent> subscribe(LiveStream stream) {
    return subscribe(stream, Long.MAX_VALUE);
  }

  private static AssertSubscriber<StreamEvent> subscribe(LiveStream stream, long demand) {
    return stream.events().subscribe().withSubscriber(AssertSubscriber.create(demand));
  }

  private static Text text(String text) {
    return new Text(text);
  }

  @Test
  void allOutcomesAreCountedFromTheStart() {
    for (Ending ending : Ending.values()) {
      assertThat(ended(ending.id())).isZero();
    }
  }

  @Test
  void idsAreUnguessable() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      LiveStream stream = open(new Done(Outcome.COMPLETE));
      ids.add(stream.id());
      subscribe(stream);
    }

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]{22}"));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void endIsThatOfTheDoneEvent(Outcome outcome) {
    subscribe(open(text("x"), new Done(outcome)))
        .assertItems(text("x"), new Done(outcome))
        .assertCompleted();

    assertThat(ended(outcome.id())).isEqualTo(1);
  }

  @Test
  void failureBecomesErrorAndDone() {
    subscribe(open(Multi.createFrom().failure(new IllegalStateException("too slow"))))
        .assertItems(new Failed("too slow"), new Done(Outcome.ERROR))
        .assertCompleted();

    assertThat(ended("timed_out")).isEqualTo(1);
  }

  @Test
  void endWithoutDoneIsAFaultOfTheService() {
    AssertSubscriber<StreamEvent> client = subscribe(open(text("x")));

    assertThat(client.getItems()).hasSize(3).endsWith(new Done(Outcome.ERROR));
    assertThat(ended("broken")).isEqualTo(1);
  }

  @Test
  void whatComesBehindDoneIsDropped() {
    subscribe(open(new Done(Outcome.COMPLETE), text("late"), new Done(Outcome.ERROR)))
        .assertItems(new Done(Outcome.COMPLETE))
        .assertCompleted();

    assertThat(ended("complete")).isEqualTo(1);
    assertThat(ended("error")).isZero();
  }

  @Test
  void placeIsFreeBeforeTheClientKnowsOfTheEnd() {
    LiveStream stream = open(new Done(Outcome.COMPLETE));
    List<Integer> placesAtDone = new ArrayList<>();

    stream.events().subscribe().with(_ -> placesAtDone.add(live.count()));

    assertThat(placesAtDone).containsExactly(0);
  }

  @Test
  void cancelStopsTheWorkAndSaysSo() {
    AtomicBoolean stopped = new AtomicBoolean();
    LiveStream stream =
        open(
            Multi.createBy()
                .concatenating()
                .streams(
                    Multi.createFrom().item(text("x")), Multi.createFrom().<StreamEvent>nothing())
                .onCancellation()
                .invoke(() -> stopped.set(true)));
    AssertSubscriber<StreamEvent> client = subscribe(stream);

    assertThat(live.cancel(stream.id(), ALICE)).hasValue(Ending.CANCELLED);

    client.assertItems(text("x"), CANCELLED).assertCompleted();
    assertThat(stopped).isTrue();
    assertThat(ended("cancelled")).isEqualTo(1);
    assertThat(live.cancel(stream.id(), ALICE)).as("again").hasValue(Ending.CANCELLED);
    assertThat(ended("cancelled")).isEqualTo(1);
  }

  @Test
  void cancelAfterTheEndTellsHowItEnded() {
    LiveStream stream = open(new Done(Outcome.COMPLETE));
    subscribe(stream);

    assertThat(live.cancel(stream.id(), ALICE)).hasValue(Ending.COMPLETE);
    assertThat(live.cancel(stream.id(), BOB)).isEmpty();
    assertThat(live.cancel("unknown", ALICE)).isEmpty();
  }

  @Test
  void anotherCallersStreamIsNotThere() {
    LiveStream stream = open(Multi.createFrom().nothing());
    AssertSubscriber<StreamEvent> client = subscribe(stream);

    assertThat(live.cancel(stream.id(), BOB)).isEmpty();
    assertThat(live.of(BOB)).isEmpty();
    assertThat(live.of(ALICE)).containsExactly(stream);
    client.assertNotTerminated().cancel();
  }

  @Test
  void cancelBeforeTheSubscriptionNeverStartsTheWork() {
    AtomicBoolean started = new AtomicBoolean();
    LiveStream stream =
        open(
            Multi.createFrom()
                .<StreamEvent>nothing()
                .onSubscription()
                .invoke(() -> started.set(true)));
    stream.cancel();

    subscribe(stream).assertItems(CANCELLED).assertCompleted();
    assertThat(started).isFalse();
  }

  @Test
  void lastEventsWaitForDemand() {
    LiveStream stream = open(Multi.createFrom().nothing());
    AssertSubscriber<StreamEvent> client = subscribe(stream, 0);
    stream.fail(new Fault(Ending.SHUT_DOWN, "down"));

    client.assertHasNotReceivedAnyItem().assertNotTerminated();
    client.request(1).assertItems(new Failed("down")).assertNotTerminated();
    assertThat(stream.ending()).hasValue(Ending.SHUT_DOWN);
    client.request(1).assertItems(new Failed("down"), new Done(Outcome.ERROR)).assertCompleted();
    assertThat(ended("shut_down")).isEqualTo(1);
  }

  @Test
  void demandIsPassedOnAndNothingMore() {
    AtomicReference<Long> demand = new AtomicReference<>(0L);
    LiveStream stream =
        open(
            Multi.createFrom()
                .<StreamEvent>items(text("a"), text("b"), new Done(Outcome.COMPLETE))
                .onRequest()
                .invoke(n -> demand.updateAndGet(sum -> sum + n)));
    AssertSubscriber<StreamEvent> client = subscribe(stream, 0).assertHasNotReceivedAnyItem();

    client.request(1).assertItems(text("a")).assertNotTerminated();
    client.request(2).assertCompleted();

    assertThat(demand.get()).isEqualTo(3);
  }

  @Test
  void clientThatGoesStopsTheWork() {
    LiveStream stream = open(Multi.createFrom().nothing());
    AssertSubscriber<StreamEvent> client = subscribe(stream);
    assertThat(gauge()).isEqualTo(1);

    client.cancel();
    client.cancel();

    assertThat(gauge()).isZero();
    assertThat(ended("disconnected")).isEqualTo(1);
    assertThat(live.cancel(stream.id(), ALICE)).hasValue(Ending.DISCONNECTED);
  }

  @Test
  void clientThatHasGoneBeforeTheSubscriptionStartsNothing() {
    AtomicBoolean started = new AtomicBoolean();
    LiveStream stream =
        open(
            Multi.createFrom()
                .<StreamEvent>nothing()
                .onSubscription()
                .invoke(() -> started.set(true)));

    stream
        .events()
        .subscribe()
        .withSubscriber(new AssertSubscriber<>(0, true))
        .assertHasNotReceivedAnyItem();

    assertThat(started).isFalse();
    assertThat(ended("disconnected")).isEqualTo(1);
  }

  @Test
  void secondSubscriptionIsRefused() {
    LiveStream stream = open(Multi.createFrom().nothing());
    AssertSubscriber<StreamEvent> first = subscribe(stream);

    subscribe(stream).assertFailedWith(IllegalStateException.class);

    first.assertNotTerminated().cancel();
  }

  @Test
  void streamsOverTheCapAreRefusedUntilOneEnds() {
    List<AssertSubscriber<StreamEvent>> clients = new ArrayList<>();
    for (int i = 0; i < MAX_LIVE; i++) {
      clients.add(subscribe(open(Multi.createFrom().nothing())));
    }

    assertThatThrownBy(() -> open(new Done(Outcome.COMPLETE)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(503);
              assertThat(refused.retryAfter()).isPresent();
            });
    clients.forEach(AssertSubscriber::cancel);

    subscribe(open(new Done(Outcome.COMPLETE))).assertCompleted();
  }

  @Test
  void progressIsCounted() {
    UnicastProcessor<StreamEvent> source = UnicastProcessor.create();
    LiveStream stream = open(source);
    AssertSubscriber<StreamEvent> client = subscribe(stream);

    source.onNext(new StreamEvent.Status("s"));
    source.onNext(text("four"));
    source.onNext(text("€"));

    assertThat(stream.eventsSent()).isEqualTo(3);
    assertThat(stream.charactersSent()).isEqualTo(5);
    client.cancel();
  }

  /// The answer goes on in one thread while it is cancelled in another and the client hangs up in
  /// a third.
  @Test
  void everyEndIsTheOnlyOne() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 2000; round++) {
        UnicastProcessor<StreamEvent> source = UnicastProcessor.create();
        LiveStream stream = open(source);
        AssertSubscriber<StreamEvent> client = subscribe(stream);
        boolean hangsUp = round % 3 == 0;

        together(
            threads,
            () -> {
              source.onNext(text("x"));
              source.onNext(text("y"));
              source.onNext(new Done(Outcome.COMPLETE));
              source.onComplete();
            },
            stream::cancel,
            hangsUp ? client::cancel : stream::cancel);

        List<StreamEvent> got = client.getItems();
        assertThat(got.stream().filter(Done.class::isInstance).count())
            .isLessThanOrEqualTo(1)
            .isGreaterThanOrEqualTo(hangsUp ? 0 : 1);
        if (!hangsUp) {
          client.assertCompleted();
          assertThat(got.getLast()).isEqualTo(new Done(stream.ending().orElseThrow().outcome()));
        }
        assertThat(live.count()).isZero();
      }
    }
    double all = 0;
    for (Ending ending : Ending.values()) {
      all += ended(ending.id());
    }
    assertThat(all).isEqualTo(2000);
  }

  private static void together(ExecutorService threads, Runnable... actions) throws Exception {
    CountDownLatch ready = new CountDownLatch(actions.length);
    List<Future<?>> running = new ArrayList<>();
    for (Runnable action : actions) {
      running.add(
          threads.submit(
              () -> {
                ready.countDown();
                ready.await();
                action.run();
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Test
  void gaugeGoesWithTheBean() {
    SimpleMeterRegistry outlasting = new SimpleMeterRegistry();
    new LiveStreams(outlasting, TestingConfig.with(MAX_LIVE)).stop();

    assertThat(outlasting.find("cyanotype.streams.live").gauge()).isNull();
  }
}
