package dev.cyanotype.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.SseBody;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The dashboard and the alerts ask for metrics that the service has.
@QuarkusTest
class MonitoringTest {

  private static final Path DASHBOARD = Path.of("deploy/grafana/cyanotype.json");
  private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yaml");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:cyanotype|gen_ai|http_server|process|jvm)_[a-z_]+)(?=[\\[{)])");

  private static final Pattern LABELS = Pattern.compile("\\bby \\([^)]*\\)");

  /// Counted by providers only, which the built-in one has no figures of.
  private static final Set<String> OF_OTHER_PROVIDERS = Set.of("gen_ai_client_token_usage_sum");

  @TestHTTPResource URI base;

  private Set<String> served() {
    deploy();
    SseBody.post(
        base.resolve("/api/v1/conversation/chat-stream"),
        "{\"message\":\"What is a read replica?\"}");
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private void deploy() {
    String stored =
        RestAssured.given()
            .contentType("application/json")
            .body(
                """
                {"version":"1.0","name":"shop","description":"","metadata":{},"resources":[
                {"type":"service","name":"web","provider":"fake","specs":{},"dependencies":[]}]}""")
            .post("/api/v1/blueprints")
            .header("Location");
    SseBody.send(
        HttpRequest.newBuilder(base.resolve(stored + "/deploy"))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build());
  }

  private static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher metric = METRIC.matcher(LABELS.matcher(expression).replaceAll(""));
    while (metric.find()) {
      names.add(metric.group(1));
    }
    names.removeAll(OF_OTHER_PROVIDERS);
    return names;
  }

  @Test
  void everyPanelAsksForMetricsThatAreThere() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    Set<String> served = served();

    assertThat(dashboard.path("panels")).isNotEmpty();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        Set<String> asked = metrics(target.path("expr").asText());
        assertThat(served).as(panel.path("title").asText()).containsAll(asked);
      }
    }
    assertThat(metrics(dashboard.toString())).hasSizeGreaterThan(8);
  }

  @Test
  void everyAlertAsksForMetricsThatAreThere() throws IOException {
    Set<String> served = served();
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    JsonNode rules =
        new ObjectMapper().valueToTree(yaml.load(Files.readString(ALERTS))).at("/groups/0/rules");

    assertThat(rules).isNotEmpty();
    for (JsonNode rule : rules) {
      String name = rule.path("alert").asText();
      Set<String> asked = metrics(rule.path("expr").asText());
      assertThat(asked).as(name).isNotEmpty();
      assertThat(served).as(name).containsAll(asked);
      assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(List.of("info", "warning", "critical"))
          .as(name)
          .contains(rule.at("/labels/severity").asText());
    }
  }
}
