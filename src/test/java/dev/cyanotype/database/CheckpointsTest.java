package dev.cyanotype.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Semaphore mayEnd = new Semaphore(0);

  private Thread committer(Checkpoints checkpoints) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                checkpoints.await(null);
                returned.incrementAndGet();
              } catch (SQLException _) {
                failed.incrementAndGet();
              }
            });
  }

  private void slowly() {
    begun.incrementAndGet();
    mayEnd.acquireUninterruptibly();
  }

  private static void awaitWaiting(List<Thread> threads) {
    threads.forEach(one -> await().until(() -> one.getState() == Thread.State.WAITING));
  }

  @Test
  void thoseWhoComeMeanwhileShareTheNextOne() {
    Checkpoints checkpoints = new Checkpoints(_ -> slowly());
    committer(checkpoints);
    await().until(() -> begun.get() == 1);
    List<Thread> others = Stream.generate(() -> committer(checkpoints)).limit(5).toList();
    awaitWaiting(others);

    mayEnd.release();
    await().until(() -> begun.get() == 2);
    await().until(() -> returned.get() == 1);
    mayEnd.release();

    await().until(() -> returned.get() == 6);
    assertThat(begun).hasValue(2);
  }

  @Test
  void onesFailureIsNotTheOthers() {
    Checkpoints checkpoints =
        new Checkpoints(
            _ -> {
              slowly();
              if (begun.get() == 1) {
                throw new SQLException("full");
              }
            });
    committer(checkpoints);
    await().until(() -> begun.get() == 1);
    List<Thread> others = Stream.generate(() -> committer(checkpoints)).limit(3).toList();
    awaitWaiting(others);

    mayEnd.release(2);

    await().until(() -> returned.get() == 3);
    assertThat(failed).hasValue(1);
  }

  @Test
  void failureIsToldAndForgotten() throws SQLException {
    Checkpoints checkpoints =
        new Checkpoints(
            _ -> {
              if (begun.incrementAndGet() == 1) {
                throw new SQLException("full");
              }
            });

    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> checkpoints.await(null));

    checkpoints.await(null);
    assertThat(begun).hasValue(2);
  }
}
