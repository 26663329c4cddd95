package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepCallTest {

  private static final Duration PLENTY = Duration.ofMinutes(1);

  /// It may go on, here or elsewhere: a deployment that was not looked after for a while has not
  /// failed.
  @Test
  void stepThatLosesTheDeploymentHasNotFailed() throws InterruptedException {
    StepCall call =
        new StepCall(
            () -> {
              throw new Leases.NotOwnerException("any");
            },
            PLENTY);

    assertThat(call.run()).isEqualTo(new StepCall.Result.Stopped());
  }

  @Test
  void stepThatBreaksHasFailed() throws InterruptedException {
    StepCall call =
        new StepCall(
            () -> {
              throw new IllegalStateException("secret");
            },
            PLENTY);

    assertThat(call.run())
        .isInstanceOfSatisfying(
            StepCall.Result.Failed.class,
            failed -> assertThat(failed.why()).doesNotContain("secret"));
  }
}
