using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Access;
using BootService.Core.Hosts;
using BootService.Core.Stores;

namespace BootService.Commands;

/// <summary>Runs command lines.</summary>
/// <param name="catalog">The verbs.</param>
/// <param name="appliance">What they read and change.</param>
/// <param name="time">The clock.</param>
/// <param name="states">How hosts stand; null where nobody can tell.</param>
/// <param name="elsewhere">Where changes are made; null for here.</param>
public sealed class CommandRunner(
    CommandCatalog catalog, IAppliance appliance, TimeProvider time, IHostStates? states = null, ChangesElsewhere? elsewhere = null)
{
    /// <summary>Verbs that are of no host, and tell of none.</summary>
    private static readonly string[] OfNoHost = ["help", "version", "complete"];

    /// <summary>Why somebody cannot call a verb, a sentence; null when he can.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="mayChange">Whether he may change anything.</param>
    /// <param name="scope">The hosts that he may see and change: who is limited to some calls verbs of hosts alone.</param>
    public static string? WhyForbidden(CommandDeclaration verb, bool mayChange, HostScope scope)
    {
        ArgumentNullException.ThrowIfNull(verb);
        ArgumentNullException.ThrowIfNull(scope);
        return !mayChange && !verb.Looks ? $"\"{verb.Words}\" needs a token of role admin; whoever calls may only look"
            : scope.IsAll || OfNoHost.Contains(verb.Words) || verb.Arguments is [{ Kind: ValueKind.Hosts or ValueKind.NewHost }, ..] ? null
            : $"\"{verb.Words}\" is not about hosts, and whoever calls is limited to those of {scope}";
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="input">The command line.</param>
    /// <param name="output">Where it says what it has to say, faults of its own among it.</param>
    /// <param name="cancel">Stops it; what was changed stays changed.</param>
    /// <returns>How it ended.</returns>
    public async Task<CommandEnd> RunAsync(CommandInput input, ICommandOutput output, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        try
        {
            var (verb, rest) = catalog.Find(input.Words.All(word => word.Length == 0) ? ["help"] : input.Words, IsHost);
            if (rest is ["help"])
            {
                output.Message(new HelpText().Of(verb.Declaration));
                return CommandEnd.Done;
            }

            if (WhyForbidden(verb.Declaration, input.MayChange, input.Scope) is { } forbidden)
            {
                return CommandEnd.Forbidden(forbidden);
            }

            if (elsewhere is not null && !verb.Declaration.IsLooking)
            {
                return CommandEnd.Refused(
                    $"\"{verb.Declaration.Words}\" does more than look, and this is a relay, which only looks: call it at {elsewhere.Where}");
            }

            var calledAs = CalledAs(input.Words, rest);
            var (line, remarks) = Expectations.Needed(verb.Declaration, Expectations.Cleared(verb.Declaration, CommandLine.Parse(rest)));
            Expectations.Check(verb.Declaration, line, next => catalog.LongerVerb(verb.Declaration, next), FieldOf(verb.Declaration, calledAs));
            CheckHost(verb.Declaration, line);
            await RunAsync(verb, line, input, calledAs, output, cancel);
            foreach (var remark in remarks)
            {
                output.Message(remark);
            }

            return CommandEnd.Done;
        }
        catch (FileWantedException wanted)
        {
            if (wanted.Secret is { } secret)
            {
                output.AskForSecret(secret);
                return CommandEnd.Refused($"the {secret} must come with the call, twice, as two lines of file \"{wanted.Path}\"");
            }

            output.AskForFile(wanted.Path, wanted.MayBeFolder);
            return CommandEnd.Refused($"the content of {wanted.Path} must come with the call");
        }
        catch (NotUnderstoodException fault)
        {
            return CommandEnd.NotUnderstood(fault.Message);
        }
        catch (RefusedException fault)
        {
            return fault.IsForbidden ? CommandEnd.Forbidden(fault.Message) : CommandEnd.Refused(fault.Message);
        }
    }

    /// <summary>The command line as logs keep it.</summary>
    public string Logged(CommandInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string[] words = [.. input.Words.Take(1).SelectMany(word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries)), .. input.Words.Skip(1)];
        var found = catalog.TryFind(words);

        // Of a verb that is none its first word is shown: the next may be anything.
        var called = found is { } verb
            ? words.Length - verb.Words.Count
            : words is [var first, ..] && catalog.Declarations.Any(known => known.Words.StartsWith($"{first} ", StringComparison.Ordinal))
            ? 1
            : 0;
        return LoggedLine.Of(words, found?.Verb, called, IsName);
    }

    /// <summary>The words before what is left of them once the verb was found; the first may hold several.</summary>
    private static ImmutableArray<string> CalledAs(IReadOnlyList<string> words, IReadOnlyList<string> rest)
    {
        string[] all = [.. words.Take(1).SelectMany(word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries)), .. words.Skip(1)];
        return [.. all.SkipLast(rest.Count)];
    }

    /// <summary>The field that a verb sets, where its last word says so and its own words do not, as in <c>set network gateway</c>.</summary>
    private static string? FieldOf(CommandDeclaration declaration, ImmutableArray<string> calledAs) =>
        calledAs is ["set", ..] && calledAs.Length == declaration.Words.Split(' ').Length + 1
            && declaration.Parameters.Any(parameter => parameter.Name == calledAs[^1]) ? calledAs[^1] : null;

    private async Task RunAsync(
        Verb verb, CommandLine line, CommandInput input, ImmutableArray<string> calledAs, ICommandOutput output, CancellationToken cancel)
    {
        var authored = new AuthoredAppliance(appliance, input.By with { Command = Logged(input) }, input.MayChange, input.Scope);
        if (verb.Declaration.Looks)
        {
            await verb.Command.RunAsync(
                new CommandCall(verb.Declaration, line, input, authored, time, output) { CalledAs = calledAs, States = states }, cancel);
            return;
        }

        if (!verb.Declaration.OwnDryrun && Keywords.Truth(line.Parameters.GetValueOrDefault(DeclarationReader.Dryrun) ?? string.Empty) is true)
        {
            await TryAsync(verb, line, input, calledAs, output, cancel);
            return;
        }

        var spoken = new SpokenOutput(output);
        await verb.Command.RunAsync(new CommandCall(verb.Declaration, line, input, authored, time, spoken) { CalledAs = calledAs, States = states }, cancel);
        if (!spoken.HasSpoken && authored.Commits.Count > 0 && ChangeSentence.Of(authored.Commits) is { } sentence
            && !(spoken.HasRemarked && sentence == ChangeSentence.Nothing))
        {
            output.Message(sentence);
        }
    }

    /// <summary>Carries a verb out on a state that is thrown away, and says what the log would say of it.</summary>
    private async Task TryAsync(
        Verb verb, CommandLine line, CommandInput input, ImmutableArray<string> calledAs, ICommandOutput output, CancellationToken cancel)
    {
        var tried = new AuthoredAppliance(appliance, input.By, input.MayChange, input.Scope) { IsTrial = true };
        var call = new CommandCall(
            verb.Declaration, line, input, tried, time, verb.Declaration.TellsTrial ? new SpokenOutput(output) : new SilentOutput(output))
        {
            CalledAs = calledAs,
            IsTrial = true,
            States = states,
        };
        await verb.Command.RunAsync(call, cancel);
        if (verb.Declaration.TellsTrial)
        {
            return;
        }

        output.Table(new TableShape(["what", "field", "old", "new"]) { Owner = false });
        foreach (var change in tried.Tried(time.GetUtcNow()))
        {
            await output.RowAsync(change.Thing, change.Field.Length == 0 ? default(Cell) : change.Field, change.Old, change.New);
        }

        output.Message($"nothing was changed; without dryrun=yes: {ChangeSentence.Of(tried.Commits) ?? "done"}");
    }

    private bool IsName(string word) =>
        IsHost(word) || word is "global" || appliance.Current.Appliances.ContainsKey(word) || appliance.Current.HasEnvironment(word) || NamesHosts(word);

    private bool NamesHosts(string word)
    {
        try
        {
            return !HostPattern.Resolve(appliance.Current, [word]).IsEmpty;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private bool IsHost(string word) => HostPattern.One(appliance.Current, word) is not null || HostPattern.IsGroupWord(appliance.Current, word);

    /// <summary><c>list host atr</c> asks for a longer verb that is misspelt, not for a host of that name.</summary>
    private void CheckHost(CommandDeclaration declaration, CommandLine line)
    {
        if (declaration.Arguments is [{ Kind: ValueKind.Hosts }, ..] && line.Arguments is [var first, ..] && first.All(char.IsAsciiLetter)
            && !IsHost(first)
            && catalog.LongerVerb(declaration, first) is { Length: > 0 } meant)
        {
            throw new NotUnderstoodException($"\"{first}\" is no host{meant}");
        }
    }
}

/// <summary>How a command ended.</summary>
/// <param name="Exit">The exit code: 0 done, 1 refused, 2 not understood.</param>
/// <param name="Sentence">Why, in one line without <c>error - </c> before it; null when it is done.</param>
public readonly record struct CommandEnd(int Exit, string? Sentence)
{
    /// <summary>Done as asked.</summary>
    public static CommandEnd Done => default;

    /// <summary>Understood and not done.</summary>
    public static CommandEnd Refused(string sentence) => new(1, Echo.OneLine(sentence));

    /// <summary>Understood, and not this caller's to do.</summary>
    public static CommandEnd Forbidden(string sentence) => new(1, Echo.OneLine(sentence)) { IsForbidden = true };

    /// <summary>Whether another caller might have been served.</summary>
    public bool IsForbidden { get; private init; }

    /// <summary>Not understood.</summary>
    public static CommandEnd NotUnderstood(string sentence) => new(2, Echo.OneLine(sentence));
}
