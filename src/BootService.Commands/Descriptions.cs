using System.Text;
using System.Text.Json;
using BootService.Commands.Attributes;
using BootService.Commands.Catalog;

namespace BootService.Commands;

/// <summary>What is made from the declarations of the verbs alone, for a package to install: no daemon need run.</summary>
public static class Descriptions
{
    /// <summary>What there is.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["manual", "bash", "zsh", "openapi", "commands", "attributes"];

    /// <summary>
    /// The manual page, the part of completion of a shell, the description of the HTTP interface, the verbs as stack carries them for its help, or the page
    /// about attributes.
    /// </summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>The text without a line end after it; null when there is no such kind.</returns>
    public static string? Write(string kind) => kind switch
    {
        "manual" => ManualPage.Write(CommandCatalog.Declared().Select(pair => pair.Declaration)),
        "bash" => CompletionScript.Bash,
        "zsh" => CompletionScript.Zsh,
        "openapi" => Encoding.UTF8.GetString(OpenApiDocument.Write(CommandCatalog.Declared().Select(pair => pair.Declaration), Verbs.Version.Number)),
        "commands" =>
            JsonSerializer.Serialize([.. CommandCatalog.Declared().Select(pair => pair.Declaration)], DeclarationJson.Default.CommandDeclarationArray),
        "attributes" => AttributePage.Write(),
        _ => null,
    };

    /// <summary>The version of everything here, without what the build adds to it.</summary>
    public static string Version => Verbs.Version.Number;
}
