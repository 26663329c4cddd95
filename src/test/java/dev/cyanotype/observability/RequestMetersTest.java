package dev.cyanotype.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What clients make up leaves no trace in the metrics.
@QuarkusTest
class RequestMetersTest {

  @TestHTTPResource URI base;

  private static List<String> requests() {
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count"))
        .toList();
  }

  private String status(String request) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket
          .getOutputStream()
          .write((request + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void methodsThatDoNotExistAreNotTimed() throws IOException {
    for (int i = 0; i < 150; i++) {
      assertThat(status("MADEUP" + i + " /nothing")).startsWith("HTTP/1.1 4");
    }

    assertThat(requests()).noneMatch(line -> line.contains("MADEUP"));
  }

  @Test
  void pathsOfWhatIsRefusedAreNotTimed() throws IOException {
    for (int i = 0; i < 150; i++) {
      assertThat(status("PUT /api/v1/blueprints/refused" + i + "/cost")).endsWith(" 405");
      assertThat(status("OPTIONS /api/v1/blueprints/refused" + i)).endsWith(" 200");
      assertThat(status("GET /api/v1/blueprints/refused" + i + "?x=|")).endsWith(" 400");
      assertThat(status("GET /api/v1/blueprints\\refused" + i)).endsWith(" 400");
      assertThat(status("GET refused" + i)).endsWith(" 404");
    }
    RestAssured.get("/api/v1/templates/").then().statusCode(200);

    assertThat(requests())
        .noneMatch(line -> line.contains("refused"))
        .anyMatch(line -> line.contains("uri=\"/api/v1/templates"));
  }

  @Test
  void pathsThatReachNoRouteTakeNoPlaceOfOthers() throws IOException {
    for (int i = 0; i < 150; i++) {
      assertThat(status("GET /ws/madeup" + i)).isEqualTo("HTTP/1.1 426");
    }
    RestAssured.get("/api/v1/templates/").then().statusCode(200);

    assertThat(requests())
        .noneMatch(line -> line.contains("madeup"))
        .anyMatch(
            line ->
                line.contains("uri=\"/api/v1/templates\"")
                    || line.contains("uri=\"/api/v1/templates/\""));
  }
}
