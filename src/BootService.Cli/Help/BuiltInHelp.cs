using System.Reflection;
using System.Text.Json;
using BootService.Commands.Catalog;
using BootService.Core;

namespace BootService.Cli.Help;

/// <summary>Help that needs no daemon: the declarations of the verbs are part of this program.</summary>
internal static class BuiltInHelp
{
    private const string Word = "help";

    /// <summary>What is to be said when the words ask for help; null when they do not, or ask for what only a daemon may know.</summary>
    /// <param name="words">The words as the daemon would get them.</param>
    /// <param name="width">The columns of the terminal; 0 when there is none.</param>
    public static HelpAnswer? Of(IReadOnlyList<string> words, int width)
    {
        string[] all = [.. words.SelectMany(word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return all switch
        {
            [] or [Word] => new HelpAnswer(0, new HelpText(width).Overview(Commands())),
            [Word, .. var about] when !Array.Exists(about, IsParameter) => About(about, width),
            [.. var verb, Word] => Verb(string.Join(' ', verb)) is { } declaration ? new HelpAnswer(0, new HelpText(width).Of(declaration)) : null,
            _ => null,
        };
    }

    /// <summary>This program's version, without what the build adds to it.</summary>
    public static string Version { get; } =
        typeof(BuiltInHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static HelpAnswer About(string[] words, int width)
    {
        var commands = Commands();
        if (new HelpText(width).About(words, commands) is { } text)
        {
            return new HelpAnswer(0, text);
        }

        var wanted = string.Join(' ', words);
        return new HelpAnswer(
            2, "no command has to do with "
                + $"\"{wanted}\"{Spelling.DidYouMean(wanted, commands.SelectMany(command => command.Words.Split(' ')).Distinct(StringComparer.Ordinal))}");
    }

    private static CommandDeclaration? Verb(string words) =>
        Array.Find(Commands(), declaration => declaration.Words == words || declaration.Aliases.Contains(words));

    private static bool IsParameter(string word) => word.Contains('=', StringComparison.Ordinal);

    private static CommandDeclaration[] Commands()
    {
        using var built = typeof(BuiltInHelp).Assembly.GetManifestResourceStream("commands.json")!;
        return JsonSerializer.Deserialize(built, DeclarationJson.Default.CommandDeclarationArray)!;
    }
}

/// <summary>What help says.</summary>
/// <param name="Exit">The exit code: 2 when nothing has to do with what was asked, and <paramref name="Text"/> is the sentence that says so.</param>
/// <param name="Text">The text, without a line end after it.</param>
internal sealed record HelpAnswer(int Exit, string Text);
