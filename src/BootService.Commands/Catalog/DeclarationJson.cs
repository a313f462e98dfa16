using System.Text.Json.Serialization;

namespace BootService.Commands.Catalog;

/// <summary>The declarations as they are built into <c>stack</c>, which shows its help without a daemon.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(CommandDeclaration[]))]
internal sealed partial class DeclarationJson : JsonSerializerContext;
