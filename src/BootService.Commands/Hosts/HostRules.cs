using System.Globalization;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>Says how hosts are named and placed. Pure.</summary>
internal static class HostRules
{
    /// <summary>A note for people, not a place for files.</summary>
    private const int LongestComment = 10_000;

    /// <summary>What a name of the form <c>appliance-rack-rank</c> says; null when it has another form.</summary>
    public static (string Appliance, Place Rack, Place Rank)? Placement(HostName name)
    {
        var text = name.ToString().AsSpan();
        var rank = text.LastIndexOf('-');
        var rack = rank > 0 ? text[..rank].LastIndexOf('-') : -1;
        return rack > 0
            && int.TryParse(text[(rack + 1)..rank], NumberStyles.None, CultureInfo.InvariantCulture, out var rackNumber)
            && int.TryParse(text[(rank + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var rankNumber)
            ? (text[..rack].ToString(), rackNumber, rankNumber)
            : null;
    }

    /// <exception cref="RefusedException">There is no such appliance.</exception>
    public static Appliance Appliance(Inventory inventory, string name) => inventory.Appliances.GetValueOrDefault(name)
        ?? inventory.Appliances.Values.FirstOrDefault(appliance => appliance.LongName == name)
        ?? inventory.Appliances.Values.FirstOrDefault(appliance => Core.Hosts.Appliance.HostStem(appliance.Name) == name)
        ?? throw new RefusedException($"unknown appliance \"{name}\"{Spelling.DidYouMean(name, inventory.Appliances.Keys)}");

    /// <summary>Refuses a name that is taken, or that would hide a group of hosts on the command line.</summary>
    /// <exception cref="RefusedException">The name cannot be given.</exception>
    public static void CheckFree(Inventory inventory, HostName name)
    {
        if (inventory.HostOf(name) is not null)
        {
            throw new RefusedException($"host \"{name}\" already exists");
        }

        if (Ipv4.TryParse(name.ToString(), null, out _))
        {
            throw new RefusedException($"\"{name}\" is an address and no name: call the host otherwise, and give it the address with ip=");
        }

        if (name.ToString() is "global" or "default" or "localhost" || Keywords.IsNothing(name.ToString()))
        {
            throw new RefusedException($"\"{name}\" means something else in spreadsheets and on command lines, so no host can be called so");
        }

        if (HostPattern.IsGroupWord(inventory, name.ToString()))
        {
            throw new RefusedException($"\"{name}\" names a group of hosts (an appliance, an environment or a rack) and cannot name one host");
        }
    }

    /// <summary>An environment that no host, appliance or rack word hides; null for an empty one.</summary>
    /// <exception cref="RefusedException">The word means something else on the command line.</exception>
    public static string? Environment(Inventory inventory, string word)
    {
        if (word.Length == 0)
        {
            return null;
        }

        var taken = HostPattern.One(inventory, word) is not null || inventory.Appliances.ContainsKey(word)
            || inventory.Appliances.Values.Any(appliance => appliance.LongName == word) || IsRackWord(word);
        return taken
            ? throw new RefusedException($"\"{word}\" already names hosts on the command line and cannot be an environment")
            : Word("environment", word);
    }

    /// <summary>The name of an environment that is to be there.</summary>
    /// <exception cref="RefusedException">It is empty, or means something else on the command line.</exception>
    public static string NewEnvironment(Inventory inventory, string word) => Environment(inventory, word) ?? Word("environment", word);

    /// <summary>A note that every way to write it down can hold.</summary>
    /// <exception cref="RefusedException">It is longer than any note, or holds a character that no list can show.</exception>
    public static string Comment(string text) =>
        text.Length > LongestComment ? throw new RefusedException($"the comment has {text.Length} characters, and {LongestComment} are the most")
        : text.Contains('\0', StringComparison.Ordinal) ? throw new RefusedException("the comment holds a NUL, which no file of text can")
        : text;

    /// <summary>A name made of letters, digits, dots, hyphens and underscores, as it can stand in paths and lists.</summary>
    /// <exception cref="RefusedException">Anything else.</exception>
    public static string Word(string what, string word) =>
        Keywords.IsNothing(word) ? throw new RefusedException($"\"{word}\" is a word for nothing in spreadsheets and cannot be the name of {Article(what)}")
        : word.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(word[0])
            && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
            ? word
            : throw new RefusedException(
                $"{what} \"{word}\" must be a word: a letter or digit first, then letters, digits, dots, hyphens and underscores, at most 63 in all");

    private static string Article(string what) => $"{(what[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a")} {what}";

    /// <summary>Whether a word names a rack.</summary>
    public static bool IsRackWord(string word) =>
        word.StartsWith("rack", StringComparison.Ordinal) && int.TryParse(word.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
