package dev.cyanotype.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/// The JSON in what is sent: objects without line breaks.
@ApplicationScoped
public class EventJson {

  private final ObjectMapper mapper;

  EventJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /// Appends `"name":value`, where the value is a text or becomes an object.
  void field(String name, Object value, StringBuilder json) {
    json.append('"').append(name).append("\":");
    if (value instanceof String text) {
      JsonText.append(text, json);
    } else {
      json.append(object(value));
    }
  }

  String object(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event's data is not JSON", e);
    }
  }
}
