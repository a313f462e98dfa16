using System.Collections.Immutable;
using System.Text;

namespace BootService.Core.Power;

/// <summary>What is said to a program of the admin's, and how its answer is read. No shell has a part in it.</summary>
public static class CommandProtocol
{
    /// <summary>Cuts a line into words at blanks; <c>'…'</c> and <c>"…"</c> hold blanks together, and nothing is expanded.</summary>
    /// <returns>Null when a quotation mark lacks its other half.</returns>
    public static IReadOnlyList<string>? Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, begun) = ('\0', false);
        foreach (var letter in line)
        {
            if (quote == '\0' ? letter is '"' or '\'' : letter == quote)
            {
                (quote, begun) = (quote == '\0' ? letter : '\0', true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (begun)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(letter);
                begun = true;
            }
        }

        if (begun)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : null;
    }

    /// <summary>The program's arguments. The command goes where <c>{command}</c> stands, else behind them.</summary>
    public static ImmutableArray<string> Arguments(PowerRoute.Script script, PowerCommand command)
    {
        ArgumentNullException.ThrowIfNull(script);
        var word = command.ToString().ToLowerInvariant();
        var filled = script.Arguments.Select(argument => argument
            .Replace("{command}", word, StringComparison.Ordinal)
            .Replace("{host}", script.Host, StringComparison.Ordinal)
            .Replace("{address}", script.Address, StringComparison.Ordinal));
        return script.Arguments.Any(argument => argument.Contains("{command}", StringComparison.Ordinal)) ? [.. filled] : [.. filled, word];
    }

    /// <summary>What it finds in its environment: the password is there and never among its arguments.</summary>
    public static IReadOnlyDictionary<string, string> Environment(PowerRoute.Script script, PowerCommand command)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POWER_COMMAND"] = command.ToString().ToLowerInvariant(),
            ["POWER_HOST"] = script.Host,
            ["POWER_ADDRESS"] = script.Address,
            ["POWER_USER"] = script.User,
            ["POWER_PASSWORD"] = script.Password.Reveal(),
        };
    }

    /// <summary>Reads its answer: exit code 0 is done; asked for the status it prints <c>on</c> or <c>off</c> as its last word.</summary>
    public static PowerAnswer Read(PowerRoute.Script script, PowerCommand command, ToolAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (answer.Exit != 0)
        {
            return PowerAnswer.Failed(
                $"{script.Program} {(answer.LastLine is { } line ? $"says: {line}" : $"ended with exit code {answer.Exit} and said nothing")}");
        }

        if (command is not PowerCommand.Status)
        {
            return PowerAnswer.Done(command);
        }

        var last = answer.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.TrimEnd('.').ToLowerInvariant();
        return last switch
        {
            "on" => new PowerAnswer(PowerState.On, null),
            "off" => new PowerAnswer(PowerState.Off, null),
            _ => PowerAnswer.Failed($"{script.Program} printed {(last is null ? "nothing" : $"\"{last}\"")} for status, and is to print on or off"),
        };
    }
}

/// <summary>How a program ended.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it complained.</param>
public readonly record struct ToolAnswer(int Exit, string Output, string Error)
{
    /// <summary>The last line of its complaints, else of its output, at most 200 characters; null when it said nothing.</summary>
    public string? LastLine => Last(Error) ?? Last(Output);

    private static string? Last(string text)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()?.TrimEnd('.');
        return line is { Length: > 200 } ? line[..200] + "..." : line;
    }
}
