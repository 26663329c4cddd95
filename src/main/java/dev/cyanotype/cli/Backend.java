package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// Whoever answers: a running service, an endpoint in the OpenAI format, or this process.
interface Backend {

  /// For the user to read.
  String name();

  AnswerStream chat(Question question);

  AnswerStream generate(Question question);

  /// @return as `GET /api/v1/templates/` answers
  JsonNode templates();

  /// @return as `GET /api/v1/templates/search` answers
  JsonNode search(String words);

  /// @return as `GET /api/v1/templates/{id}` answers
  JsonNode template(String id);
}
