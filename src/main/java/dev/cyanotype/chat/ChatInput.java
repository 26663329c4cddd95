package dev.cyanotype.chat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.conversation.ChatRequest;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.problem.ProblemMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Set;

/// Requests for a chat that do not come as a body: read by the same record, and so with the same
/// fields, bounds and refusals.
@ApplicationScoped
public class ChatInput {

  private final ObjectMapper mapper;
  private final Validator validator;

  ChatInput(ObjectMapper mapper, Validator validator) {
    this.mapper = mapper;
    this.validator = validator;
  }

  /// @throws ProblemException 422 that names the fields
  ChatRequest read(ObjectNode fields) {
    ChatRequest request;
    try {
      request = mapper.treeToValue(fields, ChatRequest.class);
    } catch (JacksonException e) {
      throw ProblemMapper.unreadable(e);
    }
    Set<ConstraintViolation<ChatRequest>> violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw ProblemMapper.invalid(violations);
    }
    return request;
  }

  /// @param fields by the names of the query's parameters; null where one was not sent
  /// @throws ProblemException 422 that names the parameters
  ChatRequest ofQuery(Map<String, String> fields, String conversation) {
    ObjectNode object = mapper.createObjectNode();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            object.put(name, value);
          }
        });
    if (conversation != null) {
      object.putObject("context").put("conversation_id", conversation);
    }
    try {
      return read(object);
    } catch (ProblemException e) {
      throw ProblemException.unprocessable(
          e.errors().stream().map(ChatInput::ofParameter).toList());
    }
  }

  private static FieldError ofParameter(FieldError error) {
    String pointer = error.pointer();
    return new FieldError(pointer.substring(pointer.lastIndexOf('/') + 1), error.message());
  }
}
