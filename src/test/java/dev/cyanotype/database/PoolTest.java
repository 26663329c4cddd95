package dev.cyanotype.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolTest {

  @Inject Database database;

  @Test
  void poolWithoutAFreeConnectionIsNoRoom() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(10);
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      Thread.ofVirtual()
          .start(
              () ->
                  database.transaction(
                      _ -> {
                        taken.countDown();
                        awaited(release);
                        return null;
                      }));
    }
    taken.await();

    try {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> answer())
          .satisfies(e -> assertThat(e.status()).isEqualTo(503))
          .satisfies(e -> assertThat(e.retryAfter()).isPresent());
    } finally {
      release.countDown();
    }
    assertThat(answer()).isEqualTo(42);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int answer() {
    return database.transaction(_ -> 42);
  }
}
