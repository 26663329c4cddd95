package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A Cyanotype service over its HTTP API.
record RunningService(HttpCalls calls) implements Backend {

  private static final String CONVERSATION = "/api/v1/conversation/";
  private static final String TEMPLATES = "/api/v1/templates/";

  @Override
  public String name() {
    return calls.base().toString();
  }

  @Override
  public AnswerStream chat(Question question) {
    return calls.stream(
        CONVERSATION + "chat-stream", question.request("message"), EventReader::ofService);
  }

  @Override
  public AnswerStream generate(Question question) {
    return calls.stream(
        CONVERSATION + "generate-blueprint-stream",
        question.request("description"),
        EventReader::ofService);
  }

  @Override
  public JsonNode templates() {
    return calls.get(TEMPLATES);
  }

  @Override
  public JsonNode search(String words) {
    return calls.get(TEMPLATES + "search?query=" + encoded(words));
  }

  @Override
  public JsonNode template(String id) {
    return calls.get(TEMPLATES + encoded(id));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
