package dev.cyanotype.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.OptionalInt;

/// What one caller may do.
///
/// @param requestsPerMinute empty for no limit, as `concurrent`
/// @param burst requests at once; of no meaning without `requestsPerMinute`
record Allowance(OptionalInt requestsPerMinute, OptionalInt burst, OptionalInt concurrent) {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  Allowance {
    atLeastOne(requestsPerMinute, "requests-per-minute");
    atLeastOne(burst, "burst");
    atLeastOne(concurrent, "concurrent");
  }

  private static void atLeastOne(OptionalInt figure, String name) {
    if (figure.isPresent() && figure.getAsInt() < 1) {
      throw new ConfigurationException(
          "cyanotype.ratelimit: " + name + " is " + figure.getAsInt() + "; it must be at least 1");
    }
  }

  static Allowance of(RateLimitConfig.Figures figures) {
    return new Allowance(figures.requestsPerMinute(), figures.burst(), figures.concurrent());
  }

  /// This one where it says something, else `general`.
  Allowance over(Allowance general) {
    return new Allowance(
        requestsPerMinute.isPresent() ? requestsPerMinute : general.requestsPerMinute,
        burst.isPresent() || requestsPerMinute.isPresent() ? burst : general.burst,
        concurrent.isPresent() ? concurrent : general.concurrent);
  }

  boolean isUnlimited() {
    return requestsPerMinute.isEmpty() && concurrent.isEmpty();
  }

  Bucket bucket(TimeMeter time) {
    int requests = requestsPerMinute.orElseThrow();
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst.orElse(requests)).refillGreedy(requests, WINDOW))
        .withCustomTimePrecision(time)
        .build();
  }

  /// The value of `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
  String policy() {
    StringBuilder policy = new StringBuilder();
    requestsPerMinute.ifPresent(
        quota ->
            policy
                .append("\"requests\";q=")
                .append(quota)
                .append(";w=")
                .append(WINDOW.toSeconds()));
    concurrent.ifPresent(
        quota ->
            policy
                .append(policy.isEmpty() ? "" : ", ")
                .append("\"concurrent\";q=")
                .append(quota)
                .append(";qu=\"concurrent-requests\""));
    return policy.toString();
  }
}
