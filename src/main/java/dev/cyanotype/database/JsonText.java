package dev.cyanotype.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/// Values that a column of text holds as JSON.
public final class JsonText {

  private final ObjectMapper mapper;

  public JsonText(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public <T> T read(String json, TypeReference<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public <T> List<T> list(String json, Class<T[]> type) {
    try {
      return List.of(mapper.readValue(json, type));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
