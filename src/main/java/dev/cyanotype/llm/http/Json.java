package dev.cyanotype.llm.http;

import com.fasterxml.jackson.databind.ObjectMapper;

/// Reads answers of which only trees are wanted.
final class Json {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}
}
