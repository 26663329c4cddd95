package dev.cyanotype.streaming;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A service with room for few streams, which are kept for a second after they broke.
public class TightBounds implements QuarkusTestProfile {

  static final int MAX_LIVE = 8;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "cyanotype.streaming.max-live",
        String.valueOf(MAX_LIVE),
        "cyanotype.streaming.resume-window",
        "1s");
  }
}
