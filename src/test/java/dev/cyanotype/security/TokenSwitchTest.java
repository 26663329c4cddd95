package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSwitchTest {

  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withDefaultValue("quarkus.oidc.tenant-enabled", "true")
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .withSources(new TokenSwitch())
        .build();
  }

  private static boolean isOn(Map<String, String> settings) {
    return config(settings).getValue("quarkus.oidc.tenant-enabled", Boolean.class);
  }

  @Test
  void nothingIsOnWithoutAnIssuer() {
    assertThat(isOn(Map.of())).isFalse();
    assertThat(isOn(Map.of("cyanotype.oidc.issuer", " "))).isFalse();
    assertThat(isOn(Map.of("cyanotype.oidc.audience", "cyanotype"))).isFalse();
  }

  @Test
  void ourNamesStandForTheStandardOnes() {
    Map<String, String> settings =
        Map.of("cyanotype.oidc.issuer", "https://id", "cyanotype.oidc.audience", "a,b");

    assertThat(isOn(settings)).isTrue();
    assertThat(config(settings).getValue("quarkus.oidc.auth-server-url", String.class))
        .isEqualTo("https://id");
    assertThat(config(settings).getValues("quarkus.oidc.token.audience", String.class))
        .containsExactly("a", "b");
  }

  @Test
  void standardNamesCountFirst() {
    assertThat(isOn(Map.of("quarkus.oidc.auth-server-url", "https://id"))).isTrue();
    assertThat(
            config(
                    Map.of(
                        "quarkus.oidc.auth-server-url", "https://theirs",
                        "cyanotype.oidc.issuer", "https://ours"))
                .getValue("quarkus.oidc.auth-server-url", String.class))
        .isEqualTo("https://theirs");
    assertThat(
            isOn(
                Map.of(
                    "cyanotype.oidc.issuer", "https://id", "quarkus.oidc.tenant-enabled", "false")))
        .isFalse();
  }
}
