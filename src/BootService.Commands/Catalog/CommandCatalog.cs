using System.Collections.Immutable;
using System.Reflection;
using BootService.Commands.Grammar;
using BootService.Core;

namespace BootService.Commands.Catalog;

/// <summary>All verbs, found once from their declarations.</summary>
public sealed class CommandCatalog
{
    private readonly Dictionary<string, Verb> _byWords = new(StringComparer.Ordinal);

    private CommandCatalog(ImmutableArray<CommandDeclaration> declarations) => Declarations = declarations;

    /// <summary>The declarations, in the order of their words.</summary>
    public ImmutableArray<CommandDeclaration> Declarations { get; }

    /// <summary>Finds the verbs of this assembly and makes each of them once.</summary>
    /// <param name="services">Where the constructors' parameters come from: the ports of <c>BootService.Commands.Ports</c> and of
    /// <c>BootService.Core.Stores</c>.</param>
    /// <exception cref="InvalidOperationException">A port that no service is registered for, or two verbs with the same words.</exception>
    public static CommandCatalog From(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var found = Declared();
        var catalog = new CommandCatalog([.. found.Select(pair => pair.Declaration)]);
        foreach (var (type, declaration) in found)
        {
            var verb = new Verb(declaration, Make(type, catalog, services));
            catalog._byWords.Add(declaration.Words, verb);
            foreach (var alias in declaration.Aliases)
            {
                catalog._byWords.Add(alias, verb);
            }
        }

        return catalog;
    }

    /// <summary>The verbs of this assembly with the classes that declare them, in the order of their words.</summary>
    internal static ImmutableArray<(Type Type, CommandDeclaration Declaration)> Declared() =>
    [
        .. typeof(CommandCatalog).Assembly.GetTypes()
            .Select(type => (Type: type, Declaration: DeclarationReader.Of(type)!))
            .Where(pair => pair.Declaration is not null)
            .OrderBy(pair => pair.Declaration.Words, StringComparer.Ordinal),
    ];

    /// <summary>The declaration of the verb that the first words name; null when they name none.</summary>
    public CommandDeclaration? DeclarationOf(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words is [var first, ..] && first.Contains(' ', StringComparison.Ordinal)
            ? TryFind([.. first.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. words.Skip(1)])?.Verb
            : TryFind(words)?.Verb;
    }

    /// <summary>Finds the verb that the first words name, the longest one, and what is left of the words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="isHost">Whether a word names hosts: then it is no word of a verb that is left out.</param>
    /// <exception cref="NotUnderstoodException">No verb is called so.</exception>
    internal (Verb Verb, IReadOnlyList<string> Words) Find(IReadOnlyList<string> words, Func<string, bool>? isHost = null)
    {
        if (words.Count > 0 && words[0].Contains(' ', StringComparison.Ordinal))
        {
            // A quoted command: "list host attr" in one word.
            words = [.. words[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), .. words.Skip(1)];
        }

        var known = Longest(words) ?? 0;
        var verb = known == 0 ? null : _byWords[string.Join(' ', words.Take(known))];
        var namesHost = verb is { Declaration.Arguments: [{ Kind: ValueKind.Hosts }, ..] } && known < words.Count && isHost?.Invoke(words[known]) is true;
        return !namesHost && LeftOutVerbs.Sentence(words, known) is { } sentence ? throw new NotUnderstoodException(sentence)
            : verb is not null ? (verb, [.. words.Skip(known)])
            : throw new NotUnderstoodException(NoVerb(words));
    }

    /// <summary>The declaration of the verb that the first words name, and what is left of them; null when they name none.</summary>
    internal (CommandDeclaration Verb, IReadOnlyList<string> Words)? TryFind(IReadOnlyList<string> words) =>
        Longest(words) is { } length ? (_byWords[string.Join(' ', words.Take(length))].Declaration, [.. words.Skip(length)]) : null;

    /// <summary>The words that can follow some words of verbs.</summary>
    internal IEnumerable<string> Following(IReadOnlyCollection<string> words) => Following(string.Join(' ', words));

    /// <summary>The end of a sentence when the word after a verb looks like a longer verb's: <c>list host atr</c>.</summary>
    internal string LongerVerb(CommandDeclaration declaration, string? next)
    {
        if (next is null)
        {
            return string.Empty;
        }

        var called = _byWords.Keys.Where(words => _byWords[words].Declaration == declaration).ToArray();
        var longer = called.SelectMany(words => Following(words)).Distinct(StringComparer.Ordinal);
        return Spelling.Nearest(next, longer) is { } near
            ? $": did you mean \"{called.First(words => Following(words).Contains(near))} {near}\"?"
            : string.Empty;
    }

    private static ICommand Make(Type type, CommandCatalog catalog, IServiceProvider services)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0];
        var arguments = constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(CommandCatalog)
            ? catalog
            : services.GetService(parameter.ParameterType)
                ?? throw new InvalidOperationException($"{type.Name} needs a {parameter.ParameterType.Name} and none is registered"));
        return (ICommand)constructor.Invoke([.. arguments]);
    }

    /// <summary>The words that can follow some words.</summary>
    private IEnumerable<string> Following(string words)
    {
        var prefix = words.Length == 0 ? string.Empty : words + " ";
        return _byWords.Keys.Where(known => known.StartsWith(prefix, StringComparison.Ordinal) && known.Length > prefix.Length)
            .Select(known => known[prefix.Length..].Split(' ')[0])
            .Distinct(StringComparer.Ordinal);
    }

    private int? Longest(IReadOnlyList<string> words)
    {
        for (var length = Math.Min(words.Count, 5); length > 0; length--)
        {
            if (_byWords.ContainsKey(string.Join(' ', words.Take(length))))
            {
                return length;
            }
        }

        return null;
    }

    private string NoVerb(IReadOnlyList<string> words)
    {
        var known = new List<string>();
        foreach (var word in words)
        {
            var following = Following(string.Join(' ', known)).ToArray();
            if (!following.Contains(word))
            {
                var command = string.Join(' ', [.. known, word]);
                return Spelling.Nearest(word, following) is { } near
                    ? $"invalid stack command \"{command}\": did you mean \"{string.Join(' ', [.. known, near])}\"?"
                    : $"invalid stack command \"{command}\": see \"{string.Join(' ', ["stack help", .. known.Take(1)])}\"";
            }

            known.Add(word);
        }

        var begun = string.Join(' ', known);
        return $"\"{begun}\" is not a whole command: it goes on with {string.Join(", ", Following(begun).Order(StringComparer.Ordinal))}";
    }
}

/// <summary>A verb and what carries it out.</summary>
internal sealed record Verb(CommandDeclaration Declaration, ICommand Command);
