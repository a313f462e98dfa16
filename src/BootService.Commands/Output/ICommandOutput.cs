using System.Collections.Immutable;
using BootService.Media;
using BootService.Protocols.Net;

namespace BootService.Commands.Output;

/// <summary>Where a verb says what it has to say. Not safe for several threads.</summary>
public interface ICommandOutput : IWorkReport
{
    /// <summary>Says how the rows that follow are shown. At most once a call.</summary>
    void Table(TableShape shape);

    /// <summary>Says a row: one cell for each header of the table. Waits when the reader is slow.</summary>
    ValueTask RowAsync(params ReadOnlySpan<Cell> cells);

    /// <summary>Asks the caller to run a command on hosts with the caller's own keys.</summary>
    void RunOnHosts(RemoteRun run);

    /// <summary>Asks the caller for the text of a file; the caller repeats the call with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayBeFolder">Whether it may be a folder, whose JSON files are sent as one object of their paths and texts.</param>
    void AskForFile(string path, bool mayBeFolder);

    /// <summary>Asks the caller for a secret, typed unseen and twice; the caller repeats the call with both as the lines of file <c>-</c>.</summary>
    /// <param name="what">What is asked for, as a person reads it.</param>
    void AskForSecret(string what) => AskForFile("-", mayBeFolder: false);
}

/// <summary>A command for the caller to run over ssh.</summary>
/// <param name="Hosts">The hosts, in the order of every table; an address of 0.0.0.0 is unknown: the name must do.</param>
/// <param name="Command">The command line for the remote shell.</param>
public sealed record RemoteRun(ImmutableArray<(string Host, Ipv4 Address)> Hosts, string Command)
{
    /// <summary>How many hosts at once.</summary>
    public int Threads { get; init; } = 128;

    /// <summary>How long a host may take; zero for as long as it likes.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The pause between the starts of two hosts.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether output is gathered per host and shown in the order of hosts.</summary>
    public bool Collate { get; init; } = true;

    /// <summary>Whether windows are forwarded.</summary>
    public bool X11 { get; init; }

    /// <summary>Whether hosts that print the same are shown together.</summary>
    public bool Fold { get; init; }

    /// <summary>The caller's folder in which each host's output is kept besides; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the command is run on the caller's own computer, once for each host, with % for its name.</summary>
    public bool IsLocal { get; init; }

    /// <summary>What each host's command reads, in the order of <see cref="Hosts"/>; empty for nothing.</summary>
    public ImmutableArray<string> Scripts { get; init; } = [];

    /// <summary>Whether no further host is begun once one has failed.</summary>
    public bool IsCareful { get; init; }

    /// <summary>
    /// What is run once more over a new connection after it ended well, and again over another as long as it ends with 75, and for how long it is tried; null
    /// for nothing.
    /// </summary>
    public (string Command, TimeSpan Within)? Confirm { get; init; }

    /// <summary>What is copied instead: a file of the caller's and where it goes; null when the command is run.</summary>
    public (string File, string Destination)? Copy { get; init; }
}
