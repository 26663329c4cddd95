package dev.cyanotype.trail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cyanotype.database.Database;
import dev.cyanotype.request.RequestId;
import dev.cyanotype.security.DeployRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// Puts on the trail who asked for deployments without the role for it: the first ten times of a
/// caller in a minute, since entries are never removed. Nobody waits for that.
@ApplicationScoped
public class RefusedDeployments {

  private static final Logger LOG = Logger.getLogger(RefusedDeployments.class);
  private static final int MOST = 10;
  private static final int MAX_CALLERS = 10_000;

  private final Cache<String, AtomicInteger> lately =
      Caffeine.newBuilder()
          .maximumSize(MAX_CALLERS)
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  private final AuditTrail trail;
  private final Database database;

  RefusedDeployments(AuditTrail trail, Database database) {
    this.trail = trail;
    this.database = database;
  }

  void tell(@Observes DeployRefusal refusal) {
    int times = lately.get(refusal.caller().id(), _ -> new AtomicInteger()).incrementAndGet();
    if (times <= MOST) {
      String more = times == MOST ? " Further ones within a minute are not recorded." : "";
      Optional<String> requestId = RequestId.current();
      Thread.ofVirtual()
          .name("refused-deployment")
          .start(() -> record(refusal, refusal.detail() + more, requestId));
    }
  }

  private void record(DeployRefusal refusal, String detail, Optional<String> requestId) {
    try {
      requestId.ifPresent(RequestId::carry);
      database.transaction(
          connection -> {
            trail.record(
                connection,
                refusal.caller(),
                "deployment.refused",
                refusal.target(),
                AuditTrail.REFUSED,
                detail);
            return null;
          });
    } catch (RuntimeException e) {
      LOG.warnf("A refused deployment could not be put on the trail: %s", e);
    }
  }
}
