namespace BootService.Core.Attributes;

/// <summary>A stored value.</summary>
/// <param name="Text">Free text exactly as typed; may be empty, may hold newlines.</param>
/// <param name="Shadow">Whether it is a secret: in the kickstart that needs it and nowhere else.</param>
/// <param name="Since">When it was set.</param>
public sealed record AttributeValue(string Text, bool Shadow, DateTimeOffset Since);

/// <summary>An attribute with its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct AttributeEntry(AttributeName Name, AttributeValue Value);

/// <summary>An attribute whose value differs between two states.</summary>
/// <param name="Name">The name.</param>
/// <param name="Before">Its value before; null where it was not set.</param>
/// <param name="After">Its value after; null where it is not set any more.</param>
public readonly record struct AttributeDifference(AttributeName Name, AttributeValue? Before, AttributeValue? After);
