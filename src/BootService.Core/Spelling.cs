namespace BootService.Core;

/// <summary>Finds what somebody meant who wrote a word nobody knows.</summary>
public static class Spelling
{
    /// <summary>
    /// The known word nearest to a misspelt one: at most a third of its letters off (inserted, left out, exchanged, swapped); null when none is that near.
    /// </summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been meant; of equally near ones the first wins.</param>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        var allowed = Math.Clamp(word.Length / 3, 1, 3);
        string? nearest = null;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - word.Length) <= allowed && Distance(word, candidate) is var distance && distance <= allowed)
            {
                nearest = candidate;
                allowed = distance - 1;
            }
        }

        return nearest;
    }

    /// <summary>The end of a sentence about a misspelt word: <c>: did you mean "attr"?</c>, or nothing when no known word is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $": did you mean \"{nearest}\"?" : string.Empty;

    /// <summary>Optimal string alignment: the smallest number of letters to insert, leave out, exchange, or swap with their neighbour.</summary>
    private static int Distance(string from, string to)
    {
        var beforeLast = new int[to.Length + 1];
        var last = new int[to.Length + 1];
        var current = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var exchange = last[j - 1] + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                current[j] = Math.Min(exchange, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[to.Length];
    }
}
