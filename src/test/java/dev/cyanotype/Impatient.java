package dev.cyanotype;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A service that soon gives up on clients that do not read, and soon gives a sign of life itself.
public class Impatient implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "cyanotype.streaming.heartbeat", "200ms",
        "cyanotype.socket.ping-interval", "5s",
        "cyanotype.streaming.stall-timeout", "2s");
  }
}
