package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmException;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/// Keeps requests from an endpoint of which too many tries failed lately.
///
/// A try succeeds with its first token. It fails where the endpoint cannot be reached, is too slow,
/// fails or talks nonsense; what is the request's own fault (most of 4xx) counts as success. A try
/// that is cancelled counts as neither, except for the one that probes whether the endpoint is
/// back: it told nothing, so the endpoint is left alone for another while.
final class Breaker {

  private static final Logger LOG = Logger.getLogger(Breaker.class);

  private final TypedGuard<CompletionStage<Void>> guard;
  private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

  Breaker(String endpoint, LlmConfig.CircuitBreaker config) {
    guard =
        TypedGuard.create(new TypeLiteral<CompletionStage<Void>>() {})
            .withDescription(endpoint)
            .withCircuitBreaker()
            .requestVolumeThreshold(config.requests())
            .failureRatio(config.failureRatio())
            .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
            .successThreshold(1)
            .when(Breaker::isFailure)
            .onStateChange(changed -> changed(endpoint, changed))
            .done()
            .build();
  }

  private static boolean isFailure(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return !(cause instanceof LlmException told && told.kind() == LlmException.Kind.REFUSED);
  }

  private void changed(String endpoint, CircuitBreakerState changed) {
    state = changed;
    LOG.infof("The circuit breaker of the endpoint %s is %s", endpoint, changed);
  }

  /// Starts a try, or says that there shall be none.
  ///
  /// @param outcome to be completed by the try: with its first token, or as it fails
  void attempt(Runnable start, CompletableFuture<Void> outcome, Runnable refused) {
    guard
        .get(
            () -> {
              start.run();
              return outcome;
            })
        .whenComplete(
            (_, failure) -> {
              if (failure instanceof CircuitBreakerOpenException) {
                refused.run();
              }
            });
  }

  /// Nobody waits for the try any longer.
  void abandon(CompletableFuture<Void> outcome) {
    if (state == CircuitBreakerState.HALF_OPEN) {
      outcome.completeExceptionally(new CancellationException());
    }
  }
}
