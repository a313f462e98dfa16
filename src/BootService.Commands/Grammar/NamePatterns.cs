using System.IO.Enumeration;
using BootService.Core;

namespace BootService.Commands.Grammar;

/// <summary>Names that arguments choose from: each a name, or a pattern with <c>*</c>, <c>?</c> and SQL's <c>%</c>, which Stacki took.</summary>
internal static class NamePatterns
{
    /// <summary>The names that the arguments of a call choose; all of them when there are none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What they are names of, for the sentence.</param>
    /// <param name="names">The names there are, in their order.</param>
    /// <exception cref="RefusedException">A word that no name fits.</exception>
    public static IReadOnlyList<string> Chosen(CommandCall call, string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (call.Arguments.IsEmpty)
        {
            return all;
        }

        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in call.Arguments)
        {
            var fitting = Array.FindAll(all, name => Fits(word, name));
            if (fitting.Length == 0)
            {
                throw new RefusedException($"unknown {what} \"{word}\"{Spelling.DidYouMean(word, all)}");
            }

            chosen.UnionWith(fitting);
        }

        return Array.FindAll(all, chosen.Contains);
    }

    /// <summary>The words with the names that fit in the place of each pattern.</summary>
    /// <param name="words">The words.</param>
    /// <param name="what">What they are names of, for the sentence.</param>
    /// <param name="names">The names there are, in their order.</param>
    /// <exception cref="RefusedException">A pattern that no name fits.</exception>
    public static IEnumerable<string> Expanded(IEnumerable<string> words, string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        return words.SelectMany(word => word.AsSpan().IndexOfAny('*', '?', '%') < 0 ? [word]
            : Array.FindAll(all, name => Fits(word, name)) is { Length: > 0 } fitting ? fitting
            : throw new RefusedException($"no {what} fits \"{word}\"")).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a name is what a word means.</summary>
    public static bool Fits(string word, string name) =>
        word == name || FileSystemName.MatchesSimpleExpression(word.Replace('%', '*'), name, ignoreCase: false);
}
