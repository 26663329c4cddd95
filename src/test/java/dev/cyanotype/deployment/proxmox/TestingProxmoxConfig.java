package dev.cyanotype.deployment.proxmox;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/// Settings of the engine as they are read from properties, for a stub.
final class TestingProxmoxConfig {

  private static final String PREFIX = "cyanotype.deployment.proxmox.";

  private TestingProxmoxConfig() {}

  /// @param more names below the prefix and their values, one after the other
  static ProxmoxConfig at(String url, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", url);
    settings.put("token-id", TestingProxmox.TOKEN_ID);
    settings.put("token-secret", TestingProxmox.SECRET);
    settings.put("connect-timeout", "20s");
    settings.put("poll-interval", "5ms");
    settings.put("shutdown-timeout", "1s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return of(settings);
  }

  static ProxmoxConfig of(Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((name, value) -> named.put(PREFIX + name, value));
    return new SmallRyeConfigBuilder()
        .withMapping(ProxmoxConfig.class)
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(named, "testing", 100))
        .build()
        .getConfigMapping(ProxmoxConfig.class);
  }
}
