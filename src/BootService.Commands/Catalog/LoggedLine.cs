using System.Text.RegularExpressions;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Catalog;

/// <summary>
/// A command line as the journal and the log of changes keep it: without what may be a secret, and not long. Lines that are refused are kept
/// too, so that what stands in a wrong place is no less a secret: a value is shown where the verb has a place for it, and nowhere else. Pure.
/// </summary>
public static partial class LoggedLine
{
    private const int Longest = 500;
    private const string Hidden = "...";

    /// <summary>Writes it.</summary>
    /// <param name="words">What was typed.</param>
    /// <param name="verb">The verb that is called; null when there is none of these words.</param>
    /// <param name="called">How many of the words call it.</param>
    /// <param name="isKnown">Whether a word is the name of something here.</param>
    public static string Of(IReadOnlyList<string> words, CommandDeclaration? verb, int called, Func<string, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(isKnown);
        var said = words.Select((word, at) => at < called ? Quoted.Beginning(word) : Shown(word, verb, isKnown));
        var text = HiddenSigns.Shown(string.Join(' ', said).ReplaceLineEndings(" "));
        return text.Length > Longest ? text[..Longest] + Hidden : text;
    }

    private static string Shown(string word, CommandDeclaration? verb, Func<string, bool> isKnown)
    {
        var parameter = Parameter().Match(word);
        if (parameter.Success)
        {
            var name = parameter.Groups["name"].Value;
            return IsPlain(name, verb) ? Plain(word) : $"{Quoted.Beginning(name)}={Hidden}";
        }

        return (verb is not null && !TakesSecret(verb)) || isKnown(word) ? Plain(word) : Hidden;
    }

    private static string Plain(string word) => Quoted.Beginning(AddressRedaction.WithoutSecrets(word));

    private static bool IsPlain(string name, CommandDeclaration? verb) =>
        name is not "value" && !(name is "url" && TakesSecretAddress(verb))
        && !(AttributeName.TryParse(name, null, out var attribute) && SecretAttributes.SoundsSecret(attribute))
        && (verb?.Parameters.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is true
            || (verb is not null && CommonParameters.All.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Whoever knows the address of a webhook can write to it, by its path as well as by its query.</summary>
    private static bool TakesSecretAddress(CommandDeclaration? verb) => verb?.Words.EndsWith("webhook", StringComparison.Ordinal) is true;

    /// <summary>Whether one of its words may be meant as a secret: what sets attributes and passwords.</summary>
    private static bool TakesSecret(CommandDeclaration verb) =>
        verb.Words.EndsWith("password", StringComparison.Ordinal) || verb.Parameters.Any(parameter => parameter.Name is "value");

    [GeneratedRegex("^(?<name>[A-Za-z_][A-Za-z0-9_.-]*)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Parameter();
}
