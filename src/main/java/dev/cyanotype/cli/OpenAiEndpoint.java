package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Any endpoint that speaks the OpenAI chat completions format, asked without a service between.
///
/// @param calls to a base that ends in `/v1`
record OpenAiEndpoint(HttpCalls calls) implements Backend {

  @Override
  public String name() {
    return calls.base().toString();
  }

  @Override
  public AnswerStream chat(Question question) {
    if (question.options().provider().isPresent()) {
      throw ClientException.misused(
          "--provider is for a Cyanotype service, and --url names an OpenAI-compatible endpoint");
    }
    ObjectNode request = Json.object();
    question.options().putInto(request);
    ArrayNode messages = request.putArray("messages");
    question
        .earlier()
        .forEach(
            turn -> {
              add(messages, "user", turn.question());
              add(messages, "assistant", turn.answer());
            });
    add(messages, "user", question.words());
    request.put("stream", true).putObject("stream_options").put("include_usage", true);
    return calls.stream("/chat/completions", request, new CompletionEvents());
  }

  private static void add(ArrayNode messages, String role, String content) {
    messages.addObject().put("role", role).put("content", content);
  }

  @Override
  public AnswerStream generate(Question question) {
    throw needsService("generate");
  }

  @Override
  public JsonNode templates() {
    throw needsService("templates");
  }

  @Override
  public JsonNode search(String words) {
    throw needsService("templates");
  }

  @Override
  public JsonNode template(String id) {
    throw needsService("templates");
  }

  private static ClientException needsService(String command) {
    return ClientException.misused(
        ("'%s' needs a Cyanotype service: leave --url out, and set CYANOTYPE_LLM_PROVIDER=openai"
                + " and CYANOTYPE_LLM_OPENAI_BASE_URL to have this endpoint answer")
            .formatted(command));
  }
}
