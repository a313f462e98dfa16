using System.Globalization;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Commands.Catalog;

/// <summary>Holds a command line against the declaration of its verb (messages after docs/stacki.md, 2.0 and later).</summary>
internal static class Expectations
{
    /// <summary>Checks the words; <paramref name="longerVerb"/> ends a sentence when the first argument looks like a word of a longer verb.</summary>
    /// <exception cref="NotUnderstoodException">Something is missing, unknown or of the wrong kind.</exception>
    public static void Check(CommandDeclaration declaration, CommandLine line, Func<string?, string> longerVerb)
    {
        var first = line.Arguments.IsEmpty ? null : line.Arguments[0];
        foreach (var (name, text) in line.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var declared = declaration.Parameters.Concat(CommonParameters.All).FirstOrDefault(parameter => parameter.Name == name)
                ?? throw Fault(declaration, $"unknown parameter \"{name}\"{Meant(longerVerb(first), name, declaration)}");
            if (WhyNot(declared, text) is { } why)
            {
                throw Fault(declaration, $"\"{name}\" parameter {why}");
            }
        }

        var required = declaration.Arguments.Count(argument => !argument.Optional);
        if (line.Arguments.Length < required)
        {
            throw Fault(declaration, $"\"{declaration.Arguments[line.Arguments.Length].Name}\" argument is required");
        }

        if (!declaration.Arguments.Any(argument => argument.Repeats) && line.Arguments.Length > declaration.Arguments.Length)
        {
            var extra = line.Arguments[declaration.Arguments.Length];
            throw Fault(declaration, $"unknown argument \"{extra}\"{longerVerb(extra)}");
        }

        if (declaration.Parameters.FirstOrDefault(parameter => parameter.Required && !line.Parameters.ContainsKey(parameter.Name)) is { } missing)
        {
            throw Fault(declaration, $"\"{missing.Name}\" parameter is required{longerVerb(first)}");
        }
    }

    /// <summary>The line with an empty text for each parameter that says NULL: no field but an attribute's value and a command may hold that word.</summary>
    public static CommandLine Cleared(CommandDeclaration declaration, CommandLine line)
    {
        var parameters = line.Parameters;
        foreach (var (name, text) in line.Parameters)
        {
            if (Words.IsNull(text) && declaration.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } declared && CanBeCleared(declared))
            {
                parameters = parameters.SetItem(name, string.Empty);
            }
        }

        return line with { Parameters = parameters };
    }

    private static bool CanBeCleared(ParameterDeclaration parameter) =>
        parameter.Kind is ValueKind.Address or ValueKind.Mac or ValueKind.NewHost or ValueKind.Network or ValueKind.Interface or ValueKind.Box or ValueKind.Appliance
        || (parameter.Kind is ValueKind.Text && parameter.Name is not ("value" or "command" or "args" or "output-col"));

    public static NotUnderstoodException Fault(CommandDeclaration declaration, string sentence) => new($"{sentence} (usage: stack {declaration.Usage})");

    private static string Meant(string longerVerb, string name, CommandDeclaration declaration) =>
        longerVerb.Length > 0 ? longerVerb : Spelling.DidYouMean(name, declaration.Parameters.Concat(CommonParameters.All).Select(parameter => parameter.Name));

    private static string? WhyNot(ParameterDeclaration parameter, string text) => parameter.Kind switch
    {
        ValueKind.Flag => Words.Truth(text) is null ? "must be a boolean: yes or no" : null,
        ValueKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "must be an integer, 0 or more",
        ValueKind.Choice => parameter.Choices.Contains(text) ? null : $"must be {string.Join(" or ", parameter.Choices.Select(choice => $"\"{choice}\""))}{Spelling.DidYouMean(text, parameter.Choices)}",
        ValueKind.Attribute => AttributeName.TryParse(text, null, out _) || text.AsSpan().IndexOfAny('*', '?', '[') >= 0 || text.EndsWith('.')
            ? null
            : "must be an attribute name: a letter or _ first, then letters, digits, _ . and -, at most 128 in all",
        ValueKind.NewHost => (text.Length == 0 && !parameter.Required) || HostName.TryParse(text, null, out _) ? null : "must be a host name: letters, digits, hyphens and dots, at most 63 in all",
        ValueKind.Address => text.Length == 0 || (parameter.Name == "ip" && Hosts.AutoAddress.Is(text)) || Ipv4.TryParse(text, null, out _) ? null : "must be an IPv4 address such as 10.1.255.254",
        ValueKind.Place => Place.TryParse(text, null, out _) ? null : "must be an integer, 0 or more, or a word such as A12",
        ValueKind.Mac => text.Length == 0 || MacAddress.TryParse(text, null, out _) ? null : "must be a hardware address such as 52:54:00:12:34:56",
        _ => null,
    };
}
