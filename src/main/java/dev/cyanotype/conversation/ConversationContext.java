package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BoundedTree;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.Optional;

/// What a message refers to. Clients may put more into it; what is not known here is passed over.
///
/// @param conversationId calls with the same id share a memory; null for none
/// @param blueprint the one that the message is about; null for none
/// @param blueprintId of a stored blueprint that is to be deployed or was; null for none
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationContext(
    @JsonProperty("conversation_id")
        @Pattern(regexp = ConversationContext.ID, message = ConversationContext.ID_MESSAGE)
        String conversationId,
    @JsonDeserialize(using = BoundedTree.class) Map<String, Object> blueprint,
    @JsonProperty("blueprint_id")
        @Pattern(regexp = ConversationContext.ID, message = ConversationContext.ID_MESSAGE)
        String blueprintId) {

  static final String ID = "[A-Za-z0-9._:-]{1,128}";
  static final String ID_MESSAGE = "must be 1 to 128 letters, digits, '.', '_', ':' or '-'";
  static final ConversationContext EMPTY = new ConversationContext(null, null, null);

  Optional<Blueprint> subject() {
    return Optional.ofNullable(blueprint)
        .map(tree -> BlueprintBody.required(tree, "/context/blueprint"));
  }

  Optional<String> conversation() {
    return Optional.ofNullable(conversationId);
  }
}
