using System.Text;

namespace BootService.Commands.Catalog;

/// <summary>Writes what a person reads about verbs. Pure, and the same in the daemon and in <c>stack</c>, which carries the declarations.</summary>
/// <param name="width">The columns that a line may take; lines are as long as their sentences when it is 0.</param>
internal sealed class HelpText(int width = 0)
{
    private const int SmallPrint = 1;

    /// <summary>Narrower than this a hanging indent leaves no room for its text.</summary>
    private const int LeastText = 24;

    private const string Grammar = """
        stack VERB [SCOPE] OBJECT [ARGUMENT ...] [name=value ...]

        stack help WORD ...     commands about the words, as in "stack help password"
        stack COMMAND help      all about one command: "stack set host boot help"

        """;

    /// <summary>All verbs by what they are for, each with its sentence.</summary>
    public string Overview(IReadOnlyCollection<CommandDeclaration> declarations)
    {
        var text = new StringBuilder(Grammar);
        var column = declarations.Max(declaration => declaration.Words.Length);
        foreach (var task in CommandTasks.All)
        {
            Section(
                text, task, declarations.Where(declaration => CommandTasks.Of(declaration.Words) == task)
                    .Select(declaration => (declaration.Words, declaration.Help)), column);
        }

        Common(text);
        Options(text);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>What is said of some words: one verb's whole help when they name it, otherwise each verb that has to do with all of them.</summary>
    /// <returns>The text; null when no verb has.</returns>
    public string? About(IReadOnlyList<string> words, IReadOnlyCollection<CommandDeclaration> declarations)
    {
        var wanted = string.Join(' ', words);
        var under = declarations.Where(declaration => declaration.Words.StartsWith(wanted + " ", StringComparison.Ordinal)).ToArray();
        var exact = declarations.FirstOrDefault(declaration => declaration.Words == wanted || declaration.Aliases.Contains(wanted));
        if (exact is not null && under.Length == 0)
        {
            return Of(exact);
        }

        CommandDeclaration[] found = exact is null && under.Length == 0
            ? Ranked(declarations, wanted)
            : [.. exact is null ? [] : new[] { exact }, .. under];
        switch (found)
        {
            case []:
                return null;
            case [var only]:
                return Of(only);
        }

        var text = new StringBuilder();
        List(text, found.Select(declaration => (declaration.Words, declaration.Help)), found.Max(declaration => declaration.Words.Length), indent: 0);
        text.Append("\n\"stack COMMAND help\" tells all about one of them\n");
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The long help of one verb, without a line end after the last line.</summary>
    public string Of(CommandDeclaration declaration)
    {
        var text = new StringBuilder();
        Wrapped(text, $"stack {declaration.Usage}", hanging: 4);
        text.Append('\n');
        Wrapped(text, declaration.Help, hanging: 0);
        if (declaration.Detail.Length > 0)
        {
            Wrapped(text, declaration.Detail, hanging: 0);
        }

        Section(text, "Arguments", declaration.Arguments.Select(argument => (argument.Name, HelpOf(argument))));
        Section(
            text, "Parameters", declaration.Parameters.Select(
                parameter => (parameter.Name, parameter.Required ? parameter.Help : parameter.Help + " Optional.")));
        if (!declaration.Aliases.IsEmpty)
        {
            text.Append("\nAlso called\n").AppendJoin(string.Empty, declaration.Aliases.Select(alias => $"  stack {alias}\n"));
        }

        if (declaration.Example.Length > 0)
        {
            text.Append("\nExample\n  stack ").Append(declaration.Example).Append('\n');
        }

        text.Append("\nEvery command takes ").AppendJoin(", ", CommonParameters.All.Select(parameter => parameter.Name + "="))
            .Append(" (\"stack help\")\n");
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>What an argument means, by its kind unless the declaration says more.</summary>
    public static string HelpOf(ArgumentDeclaration argument) => argument switch
    {
        { Help.Length: > 0 } => argument.Help,
        { Kind: ValueKind.Hosts, Optional: true } => "Hosts: names, patterns, appliances, rackN, [conditions]; all hosts when left out.",
        { Kind: ValueKind.Hosts } => "Hosts: names, patterns such as backend-0-[0-99], appliances, rackN, [conditions].",
        { Kind: ValueKind.Appliance } => "The name of an appliance.",
        { Kind: ValueKind.Network } => "The name of a network.",
        { Kind: ValueKind.Pallet } => "The name of a pallet; *, ? and % match.",
        { Kind: ValueKind.Cart } => "The name of a cart; *, ? and % match.",
        { Kind: ValueKind.Box } => "The name of a box.",
        { Kind: ValueKind.BootAction } => "The name of a boot action.",
        _ => string.Empty,
    };

    /// <summary>The verbs that have to do with some words, the nearest first; the small print counts where nothing else does.</summary>
    private static CommandDeclaration[] Ranked(IEnumerable<CommandDeclaration> declarations, string wanted)
    {
        var ranked = declarations.Select(declaration => (declaration, Rank: Rank(declaration, wanted))).Where(pair => pair.Rank > 0)
            .OrderByDescending(pair => pair.Rank).ToArray();
        return [.. ranked.Where(pair => pair.Rank > SmallPrint || ranked[0].Rank == SmallPrint).Select(pair => pair.declaration)];
    }

    /// <summary>
    /// How much a verb has to do with some words, all of which it must hold somewhere: most where they are its own, least where they are in the small print.
    /// </summary>
    private static int Rank(CommandDeclaration declaration, string wanted)
    {
        var rank = 0;
        foreach (var word in wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = Holds(declaration.Words, word) || declaration.Aliases.Any(alias => Holds(alias, word)) ? 3
                : Holds(declaration.Help, word) || declaration.Parameters.Any(parameter => Holds(parameter.Name, word)) ? 2
                : declaration.Parameters.Any(parameter => Holds(parameter.Help, word)) || declaration.Arguments.Any(argument => Holds(argument.Help, word))
                    || Holds(declaration.Detail, word) ? SmallPrint
                : 0;
            if (found == 0)
            {
                return 0;
            }

            rank = rank == 0 ? found : Math.Min(rank, found);
        }

        return rank;
    }

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private void Common(StringBuilder text) =>
        Section(text, "Every command takes", CommonParameters.All.Select(parameter => ($"{parameter.Name}={Words(parameter)}", parameter.Help)), column: 24);

    private static string Words(ParameterDeclaration parameter) => parameter switch
    {
        { Choices: [_, ..] choices } => string.Join('|', choices),
        { Kind: ValueKind.Flag } => "no",
        _ => "a,b",
    };

    private void Options(StringBuilder text) => Section(
        text,
        "Before the command",
        [
            ("--socket PATH", "The daemon's socket, instead of BOOTSERVICE_SOCKET or /run/bootservice/admin.sock."),
            ("--server URL", "A frontend elsewhere, such as https://frontend:8443; BOOTSERVICE_SERVER says so too."),
            ("--token-file FILE", "The key that \"stack add token\" showed, for --server; BOOTSERVICE_TOKEN_FILE says so too."),
            ("--ca-file FILE", "The certificate that signed the server's, where this computer does not know it; BOOTSERVICE_CA_FILE says so too."),
        ],
        column: 24);

    private void Section(StringBuilder text, string title, IEnumerable<(string Name, string Help)> entries, int column = 0)
    {
        var listed = entries.ToArray();
        if (listed.Length == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        List(text, listed, column == 0 ? listed.Max(entry => entry.Name.Length) : column, indent: 2);
    }

    private void List(StringBuilder text, IEnumerable<(string Name, string Help)> entries, int column, int indent)
    {
        foreach (var (name, help) in entries)
        {
            var isLong = name.Length > column;
            text.Append(' ', indent).Append(name);
            if (help.Length > 0)
            {
                text.Append(isLong ? "\n" + new string(' ', indent + column + 2) : new string(' ', column + 2 - name.Length));
                Wrapped(text, help, indent + column + 2, indent + column + 2);
            }
            else
            {
                text.Append('\n');
            }
        }
    }

    /// <summary>A sentence, folded at its words where a line is full.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="hanging">How far in its further lines begin.</param>
    /// <param name="begun">How much of the first line is taken.</param>
    private void Wrapped(StringBuilder text, string sentence, int hanging, int begun = 0)
    {
        var room = width == 0 ? int.MaxValue : Math.Max(width, hanging + LeastText);
        var used = begun;
        var isFirst = true;
        foreach (var word in sentence.Split(' '))
        {
            if (isFirst)
            {
                isFirst = false;
            }
            else if (used + 1 + word.Length > room)
            {
                text.Append('\n').Append(' ', hanging);
                used = hanging;
            }
            else
            {
                text.Append(' ');
                used++;
            }

            text.Append(word);
            used += word.Length;
        }

        text.Append('\n');
    }
}
