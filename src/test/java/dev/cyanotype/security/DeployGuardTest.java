package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where nothing controls access; [ApiKeysTest] has the other half.
@QuarkusTest
class DeployGuardTest {

  @Inject DeployGuard guard;

  @Test
  void onlyCallersOfThisMachineMayUseRealEngines() {
    Set<Role> all = Set.of(Role.values());

    assertThatCode(() -> guard.check(new Caller("address:127.0.0.1", all, true)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check(new Caller("address:192.0.2.1", all, false)))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(403))
        .hasMessageContainingAll("http://localhost", "CYANOTYPE_API_KEYS");
  }

  @Test
  void processItselfMay() {
    assertThatCode(() -> guard.check(Caller.ofProcess())).doesNotThrowAnyException();
  }

  @Test
  void callerThatNobodyHasLookedAtMayNot() {
    assertThatThrownBy(() -> guard.check(new Caller("somebody")))
        .isInstanceOf(ProblemException.class);
  }
}
