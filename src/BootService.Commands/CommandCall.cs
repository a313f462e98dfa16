using System.Collections.Immutable;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands;

/// <summary>One call of a verb: its words, checked against the declaration, and what it works with.</summary>
internal sealed class CommandCall(
    CommandDeclaration declaration, CommandLine line, CommandInput input, IAppliance appliance, TimeProvider time, ICommandOutput output)
{
    private const string StandardInput = "-";

    public CommandDeclaration Declaration => declaration;

    /// <summary>The words that called the verb: its own, or one of its aliases'.</summary>
    public ImmutableArray<string> CalledAs { get; init; } = [.. declaration.Words.Split(' ')];

    public ImmutableArray<string> Arguments => line.Arguments;

    public IAppliance Appliance => appliance;

    /// <summary>Whether the caller may change anything, or start anything.</summary>
    public bool MayChange => input.MayChange;

    /// <summary>Whether the caller may see every host, and what belongs to none.</summary>
    public bool SeesAll => input.Scope.IsAll;

    /// <summary>The name of whoever calls.</summary>
    public string By => input.By.Name;

    /// <summary>Whether nothing is to be changed, and nothing started: the caller wants to see what would be.</summary>
    public bool IsTrial { get; init; }

    /// <summary>How many hosts the caller has counted; null when none were. Whoever only tries wants to be told the number.</summary>
    public HostCount Confirmed => IsTrial ? HostCount.Any : new HostCount(Number("confirm"));

    /// <summary>What is known now; a verb that reads takes it once.</summary>
    public Inventory Inventory => appliance.Current;

    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    public ICommandOutput Output => output;

    /// <summary>A path as the caller means it.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, input.WorkingDirectory);

    /// <summary>The text of a parameter; null when it was not given.</summary>
    public string? Find(string parameter) => line.Parameters.GetValueOrDefault(parameter);

    /// <summary>The text of a parameter that the declaration requires.</summary>
    public string Text(string parameter) => line.Parameters[parameter];

    public bool Has(string parameter) => line.Parameters.ContainsKey(parameter);

    public bool Flag(string parameter, bool otherwise = false) => Find(parameter) is { } text ? Keywords.Truth(text) ?? otherwise : otherwise;

    public int? Number(string parameter) => Find(parameter) is { } text ? int.Parse(text) : null;

    /// <summary>The value of a parameter that the declaration requires and has checked.</summary>
    public T Value<T>(string parameter) where T : ISpanParsable<T> => T.Parse(Text(parameter), null);

    /// <summary>The value of a parameter; null when it was not given or is empty.</summary>
    public T? FindValue<T>(string parameter) where T : struct, ISpanParsable<T> => Find(parameter) is { Length: > 0 } text ? T.Parse(text, null) : null;

    /// <summary>How hosts stand, for words such as <c>[state==failing]</c>; null where nobody can tell.</summary>
    public IHostStates? States { get; init; }

    /// <summary>Whether a person looks at a screen that can be drawn anew.</summary>
    public bool IsScreen => input.IsScreen;

    /// <summary>The hosts that the arguments name; all of them when there are none. For verbs that read.</summary>
    public ImmutableArray<Host> HostsOrAll(Inventory inventory) => line.Arguments.IsEmpty ? [.. inventory.HostsInOrder()] : Resolve(inventory, line.Arguments);

    /// <summary>The hosts that the arguments name, at least one. For verbs that change.</summary>
    public ImmutableArray<Host> HostsToChange(Inventory inventory) => HostsNamed(inventory, line.Arguments);

    /// <summary>The hosts that words name, at least one.</summary>
    public ImmutableArray<Host> HostsNamed(Inventory inventory, IReadOnlyCollection<string> words)
    {
        var hosts = Resolve(inventory, words);
        return hosts.IsEmpty
            ? throw new Core.RefusedException($"no host matches \"{string.Join(' ', words)}\"; \"stack list host\" shows what there is")
            : hosts;
    }

    private ImmutableArray<Host> Resolve(Inventory inventory, IReadOnlyCollection<string> words) =>
        HostPattern.Resolve(inventory, words, States is { } states ? host => states.Of(inventory, host).State.ToString().ToLowerInvariant() : null);

    /// <summary>Changes the state by changes alone.</summary>
    public Task CommitAsync(Func<Inventory, IEnumerable<Change>> propose, CancellationToken cancel) =>
        appliance.CommitAsync(inventory => new Proposal<bool>(true, [.. propose(inventory)]), cancel);

    /// <summary>The text of a file that the caller can read and the daemon perhaps cannot.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileWantedException">The caller was not asked for it yet.</exception>
    public string FileText(string path) => Encoding.UTF8.GetString(FileOctets(path).Span);

    /// <summary>The same as UTF-8: for what is large and need not be a string.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayBeFolder">Whether it may be a folder: its JSON files as one object of their paths and texts.</param>
    /// <exception cref="FileWantedException">The caller was not asked for it yet.</exception>
    public ReadOnlyMemory<byte> FileOctets(string path, bool mayBeFolder = false) =>
        input.Files.TryGetValue(path, out var text) ? text : throw new FileWantedException(path) { MayBeFolder = mayBeFolder };

    /// <summary>What the caller types unseen, twice, or sends on standard input: two lines.</summary>
    /// <param name="what">What is asked for, as a person reads it.</param>
    /// <exception cref="FileWantedException">The caller was not asked for it yet.</exception>
    public string SecretText(string what) =>
        input.Files.TryGetValue(StandardInput, out var typed) ? Encoding.UTF8.GetString(typed.Span)
            : throw new FileWantedException(StandardInput) { Secret = what };

    /// <summary>Says something beside what was done, which the runner says.</summary>
    /// <param name="sentence">It; whatever somebody wrote may stand in it.</param>
    public void Remark(string sentence)
    {
        var text = Echo.OneLine(sentence);
        if (output is SpokenOutput spoken)
        {
            spoken.Remark(text);
        }
        else
        {
            output.Message(text);
        }
    }

    /// <summary>The declared table: the columns that are always there, and of the others those that are named.</summary>
    public TableShape Shape(params ReadOnlySpan<string> more) => ShapeOf(
        [.. declaration.Row.Where(column => !column.IsSometimes).Select(column => column.Name), .. more]);

    /// <summary>A table of these columns, each of which is declared; they come in the order of their declaration.</summary>
    public TableShape ShapeOf(params ReadOnlySpan<string> columns)
    {
        string[] wanted = [.. columns];
        var known = declaration.Row.Where(column => wanted.Contains(column.Name)).ToArray();
        return known.Length == wanted.Length
            ? new TableShape([.. known.Where(column => !column.IsForPrograms).Select(column => column.Name)])
            {
                More = [.. known.Where(column => column.IsForPrograms).Select(column => column.Name)],
            }
            : throw new InvalidOperationException($"a column of {string.Join(", ", wanted)} is not declared by {declaration.Words}");
    }

    /// <summary>The declared table, whose first column is whose row it is.</summary>
    public void Table(params ReadOnlySpan<string> more) => output.Table(Shape(more));

    /// <summary>The declared table, whose first column is whose row it is, shown even when it is the same in all rows.</summary>
    public void KeptTable(params ReadOnlySpan<string> more) => output.Table(Shape(more) with { KeepOwner = true });

    /// <summary>The declared table, whose rows are shown as they come, over hours.</summary>
    public void LiveTable() => output.Table(Shape() with { KeepOwner = true, Live = true });

    /// <summary>The declared table of things that belong to nobody.</summary>
    public void FlatTable(params ReadOnlySpan<string> more) => output.Table(Shape(more) with { Owner = false });
}

/// <summary>The verb needs the text of a file of the caller's.</summary>
internal sealed class FileWantedException(string path) : Exception
{
    public string Path => path;

    /// <summary>What is to be typed unseen, as a person reads it; null when it is a file like any other.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether a folder may be sent in its place.</summary>
    public bool MayBeFolder { get; init; }
}
