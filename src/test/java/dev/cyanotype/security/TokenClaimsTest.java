package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  private static TokenClaims claims(String json) {
    return TokenClaims.of("e30." + TestingIssuer.encoded(json) + ".AA");
  }

  private static String subject(String name) {
    return claims(new JsonObject().put("sub", name).encode()).subject().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "248289761001",
        "ann@shop.example",
        "spiffe://shop.example/ns/a",
      })
  void plainSubjectIsKept(String name) {
    assertThat(subject(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "line\nbreak",
        "\u001b[31mred",
        "id\"} 1\nfake_metric",
        "{curly}",
        "ünïcode",
        "right\u202eleft",
        "#0123456789abcdef0123456789abcdef",
      })
  void otherSubjectBecomesADigest(String name) {
    assertThat(subject(name)).matches("#[0-9a-f]{32}").isNotEqualTo(name);
    assertThat(subject(name)).isEqualTo(subject(name)).isNotEqualTo(subject(name + "x"));
  }

  @Test
  void longSubjectBecomesADigest() {
    assertThat(subject("x".repeat(128))).hasSize(128);
    assertThat(subject("x".repeat(129))).hasSize(33);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"sub\": \"a\", \"client_id\": \"b\"}; a",
        "{\"client_id\": \"b\", \"azp\": \"c\"}; b",
        "{\"sub\": \" \", \"azp\": \"c\"}; c",
        "{\"sub\": 7, \"azp\": \"c\"}; c",
        "{\"preferred_username\": \"root\"}; ''",
        "{\"sub\": null}; ''",
        "{}; ''",
      })
  void subjectIsWhomTheIssuerNames(String json, String expected) {
    assertThat(claims(json).subject().orElse("")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"a\": [\"x\", \"y\"]}; a; x y",
        "{\"a\": \"x y,z\"}; a; x y z",
        "{\"a\": {\"b\": [\"x\"]}}; a/b; x",
        "{\"https://shop.example/roles\": [\"x\"]}; https://shop.example/roles; x",
        "{\"a\": [1, null, [\"x\"], {\"y\": 1}, \"z\"]}; a; z",
        "{\"a\": 7}; a; ''",
        "{\"a\": {\"b\": \"x\"}}; a; ''",
        "{\"a\": [\"x\"]}; a/b; ''",
        "{\"a\": null}; a/b/c; ''",
      })
  void valuesStandInListsAndTexts(String json, String place, String expected) {
    assertThat(String.join(" ", claims(json).values(place).toList())).isEqualTo(expected);
  }

  @Test
  void rolesAreThoseThatAreNamedExactly() {
    Map<Role, List<String>> names =
        Map.of(
            Role.READ, List.of("r", "viewers"), Role.WRITE, List.of("w"), Role.DEPLOY, List.of());

    assertThat(claims("{\"a\": [\"viewers\"], \"b\": \"w x\"}").roles(List.of("a", "b"), names))
        .containsExactlyInAnyOrder(Role.READ, Role.WRITE);
    assertThat(claims("{\"a\": [\"R\", \"write\", \"deploy\", \"\"]}").roles(List.of("a"), names))
        .isEmpty();
  }
}
