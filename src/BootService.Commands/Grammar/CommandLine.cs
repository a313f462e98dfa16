using System.Collections.Immutable;

namespace BootService.Commands.Grammar;

/// <summary>
/// The words after the command: arguments in their order, and parameters <c>name=value</c> wherever they stand. What follows the word <c>--</c> is one
/// argument, whatever it looks like.
/// </summary>
/// <param name="Arguments">The arguments, in order; a group of several words is one of them.</param>
/// <param name="Parameters">The parameters; one that is given twice says the same each time.</param>
public sealed record CommandLine(ImmutableArray<string> Arguments, ImmutableDictionary<string, string> Parameters)
{
    /// <summary>Reads the words.</summary>
    /// <exception cref="NotUnderstoodException">A group without its end, a parameter without a name, or with two values.</exception>
    public static CommandLine Parse(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var arguments = ImmutableArray.CreateBuilder<string>();
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word.Length == 0)
            {
                continue;
            }

            if (word == "--")
            {
                if (at + 1 < words.Count)
                {
                    arguments.Add(string.Join(' ', words.Skip(at + 1)));
                }

                break;
            }

            if (word[0] == '=')
            {
                throw new NotUnderstoodException($"\"{word}\" has no parameter name before the =");
            }

            if (word[0] == '[')
            {
                arguments.Add(ReadGroup(words, ref at));
            }
            else if (word == "where")
            {
                arguments.Add(ReadClause(words, ref at));
            }
            else if (!word.StartsWith("where ", StringComparison.Ordinal) && NameLength(word) is var length and >= 0)
            {
                var (name, value) = (word[..length], word[(length + 1)..]);
                if (parameters.TryGetValue(name, out var before) && before != value)
                {
                    // Either may be a secret, and neither is repeated.
                    throw new NotUnderstoodException($"\"{name}\" parameter is given twice, with two values: give it once");
                }

                parameters[name] = value;
            }
            else
            {
                arguments.Add(word);
            }
        }

        return new CommandLine(arguments.ToImmutable(), parameters.ToImmutable());
    }

    /// <summary>A word that opens a bracket and does not close it goes on to the next word that ends in one.</summary>
    private static string ReadGroup(IReadOnlyList<string> words, ref int at)
    {
        var group = words[at];
        while (!group.EndsWith(']'))
        {
            if (++at == words.Count)
            {
                throw new NotUnderstoodException($"the group \"{group}\" lacks its closing ]");
            }

            group += words[at] == "]" ? "]" : " " + words[at];
        }

        return group;
    }

    /// <summary>A bare <c>where</c> takes the words up to the next parameter; <c>rack==0</c> is none.</summary>
    private static string ReadClause(IReadOnlyList<string> words, ref int at)
    {
        var clause = words[at];
        while (at + 1 < words.Count && (NameLength(words[at + 1]) is var length && (length < 0 || words[at + 1].AsSpan(length + 1).StartsWith("="))))
        {
            clause += " " + words[++at];
        }

        return clause;
    }

    /// <summary>How long the name before the first <c>=</c> is; -1 when what stands there cannot be the name of a parameter, as in a shell command.</summary>
    private static int NameLength(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && char.IsAsciiLetter(word[0]) && word.AsSpan(0, equals).IndexOfAnyExcept(NameLetters) < 0 ? equals : -1;
    }

    private static readonly System.Buffers.SearchValues<char> NameLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
}
