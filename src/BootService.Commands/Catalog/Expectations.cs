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
    /// <param name="declaration">The verb.</param>
    /// <param name="line">What was typed after it.</param>
    /// <param name="longerVerb">Ends a sentence when a word looks like one of a longer verb.</param>
    /// <param name="field">The parameter that the verb's last word names, as in <c>set network gateway</c>; null when it names none.</param>
    /// <exception cref="NotUnderstoodException">Something is missing, unknown or of the wrong kind.</exception>
    public static void Check(CommandDeclaration declaration, CommandLine line, Func<string?, string> longerVerb, string? field = null)
    {
        var first = line.Arguments.IsEmpty ? null : line.Arguments[0];
        foreach (var (name, text) in line.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var declared = declaration.Parameters.Concat(CommonParameters.All).FirstOrDefault(parameter => parameter.Name == name)
                ?? throw Fault(declaration, LeftOutParameters.Of(declaration.Words, name) is { } left
                    ? $"there is no parameter \"{name}\" of Stacki's: {left.Sentence}"
                    : $"unknown parameter \"{name}\"{Meant(longerVerb(first), name, declaration)}");
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

        if (declaration.Parameters.FirstOrDefault(
            parameter => (parameter.Required || IsField(parameter, field)) && !line.Parameters.ContainsKey(parameter.Name)) is { } missing)
        {
            throw Fault(declaration, $"\"{missing.Name}\" parameter is required{longerVerb(first)}");
        }
    }

    /// <summary>The line without what Stacki's verbs took and ours need not be told, and what there is to say of it.</summary>
    public static (CommandLine Line, IReadOnlyList<string> Remarks) Needed(CommandDeclaration declaration, CommandLine line)
    {
        var taken = line.Parameters.Keys.Where(name => declaration.Parameters.All(parameter => parameter.Name != name)).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Left: LeftOutParameters.Of(declaration.Words, name))).Where(pair => pair.Left is { IsTaken: true }).ToArray();
        return taken.Length == 0
            ? (line, [])
            : (line with { Parameters = line.Parameters.RemoveRange(taken.Select(pair => pair.Name)) }, [.. taken.Select(pair => pair.Left!.Value.Sentence)]);
    }

    /// <summary>
    /// The line with an empty text for each parameter that says NULL: no field but an attribute's value and a command may hold that word. A yes or no that is
    /// left empty,
    /// as by a script whose variable is, was not said.
    /// </summary>
    public static CommandLine Cleared(CommandDeclaration declaration, CommandLine line)
    {
        var parameters = line.Parameters;
        foreach (var (name, text) in line.Parameters)
        {
            var isEmpty = Keywords.IsNull(text) || text.Length == 0;
            if (isEmpty && declaration.Parameters.Any(parameter => parameter.Name == name && parameter is { Kind: ValueKind.Flag, Required: false }))
            {
                parameters = parameters.Remove(name);
            }
            else if (Keywords.IsNull(text) && declaration.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } declared
                && CanBeCleared(declared))
            {
                parameters = parameters.SetItem(name, string.Empty);
            }
        }

        return line with { Parameters = parameters };
    }

    /// <summary>Whether it is what the verb is to set; <c>set host interface default</c> alone says yes.</summary>
    private static bool IsField(ParameterDeclaration parameter, string? field) => parameter.Name == field && parameter.Name != "default";

    private static bool CanBeCleared(ParameterDeclaration parameter) =>
        parameter.Kind is ValueKind.Address or ValueKind.Mac or ValueKind.NewHost or ValueKind.Network or ValueKind.Interface or ValueKind.Box
            or ValueKind.Appliance or ValueKind.Place
        || (parameter.Kind is ValueKind.Text && parameter.Name is not ("value" or "command" or "args" or "output-col"));

    public static NotUnderstoodException Fault(CommandDeclaration declaration, string sentence) => new($"{sentence} (usage: stack {declaration.Usage})");

    private static string Meant(string longerVerb, string name, CommandDeclaration declaration) =>
        longerVerb.Length > 0 ? longerVerb : Spelling.DidYouMean(name, declaration.Parameters.Concat(CommonParameters.All).Select(parameter => parameter.Name));

    private static bool NamesColumn(ParameterDeclaration parameter, string text) =>
        parameter.Name == "output-format" && text.Length > CommonParameters.ColumnPrefix.Length
            && text.StartsWith(CommonParameters.ColumnPrefix, StringComparison.Ordinal);

    private static string? WhyNot(ParameterDeclaration parameter, string text) => parameter.Kind switch
    {
        ValueKind.Flag => Keywords.Truth(text) is null ? "must be a boolean: yes or no" : null,
        ValueKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "must be an integer, 0 or more",
        ValueKind.Choice =>
            parameter.Choices.Contains(text) || NamesColumn(parameter, text)
                ? null
                : $"must be {string.Join(" or ", parameter.Choices.Select(choice => $"\"{choice}\""))}{Spelling.DidYouMean(text, parameter.Choices)}",
        ValueKind.Attribute => AttributeName.TryParse(text, null, out _) || text.AsSpan().IndexOfAny('*', '?', '[') >= 0 || text.EndsWith('.')
            ? null
            : "must be an attribute name: a letter or _ first, then letters, digits, _ . and -, at most 128 in all",
        ValueKind.NewHost =>
            (text.Length == 0 && !parameter.Required) || HostName.TryParse(text, null, out _)
                ? null
                : "must be a host name: letters, digits, hyphens and dots, at most 63 in all",
        ValueKind.Address =>
            text.Length == 0 || (parameter.Name == "ip" && Hosts.AutoAddress.Is(text)) || Ipv4.TryParse(text, null, out _)
                ? null
                : "must be an IPv4 address such as 10.1.255.254",
        ValueKind.Place => Place.TryParse(text, null, out _) ? null : "must be an integer, 0 or more, or a word such as A12",
        ValueKind.Mac => text.Length == 0 || MacAddress.TryParse(text, null, out _) ? null : "must be a hardware address such as 52:54:00:12:34:56",
        _ => null,
    };
}
