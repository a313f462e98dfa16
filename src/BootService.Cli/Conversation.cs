using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using BootService.Cli.Daemon;
using BootService.Cli.Remote;
using BootService.Cli.Tables;
using BootService.Contracts;
using BootService.Platform.Files;
using BootService.Platform.Programs;

namespace BootService.Cli;

/// <summary>One command: asks the daemon, shows what it answers, and does what only the caller's process can do.</summary>
internal sealed class Conversation(Invocation invocation, Terminal terminal)
{
    /// <summary>Bytes of a file that a command reads: far above any spreadsheet.</summary>
    private const long MostFile = 256 << 20;

    /// <summary>The octets of a text in JSON are at most 166,666,666; what a folder's files are quoted with counts too.</summary>
    private const int MostText = 160_000_000;

    private static readonly byte[] RowPrefix = System.Text.Encoding.UTF8.GetBytes(CommandEvent.RowPrefix);

    private readonly List<CommandEvent> _wanted = [];
    private readonly List<string> _messages = [];
    private readonly List<string> _remarks = [];
    private ITable? _table;
    private TableHeader? _header;
    private RemoteCommand? _run;
    private Action _enough = () => { };
    private IDisposable? _interrupt;
    private byte[] _scratch = [];
    private List<string> _errors = [];
    private string? _unknown;
    private int? _exit;
    private bool _isApart;

    /// <summary>How long nothing may come before the daemon is asked whether it is there at all.</summary>
    public TimeSpan PatienceAfter { private get; init; } = TimeSpan.FromSeconds(5);

    /// <returns>The exit code.</returns>
    /// <exception cref="CliFault">It cannot be carried out on this side.</exception>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        using var daemon = new DaemonConnection(invocation.Daemon);
        var request = invocation.Request with { Screen = invocation.Format is OutputFormat.Text && terminal.IsScreen ? true : null };
        while (true)
        {
            await AskAsync(daemon, request, cancel);

            if (_wanted.Count == 0)
            {
                break;
            }

            request = request with { Files = ReadWanted(request.Files ?? ImmutableDictionary<string, Utf8Text>.Empty) };
            (_errors, _exit) = ([], null);
        }

        if (_run is { } run)
        {
            if (invocation is { Format: OutputFormat.Text, Columns: null } && terminal.IsScreen)
            {
                _table = new HostLines(terminal.Out, [.. run.Hosts.Select(host => host.Host)], invocation.Header);
            }

            if (run.Copy is { File: var file } && !File.Exists(file) && !Directory.Exists(file))
            {
                throw new CliFault($"there is no file {file} to copy");
            }

            var forPeople = invocation.Format is OutputFormat.Text;
            if (!await new RemoteHosts(run, _table!, terminal, forPeople).RunAsync(cancel) && _exit == 0)
            {
                // A script that goes on with "&&" must learn of it.
                _exit = 1;
            }
        }

        terminal.EndProgress();
        if (invocation.Format is OutputFormat.Text)
        {
            _table?.End();
            _messages.ForEach(message => terminal.Out.Write(message + "\n"));
        }
        else
        {
            TellMessages();
            _table?.End();
        }

        terminal.Out.Flush();
        if (_table is ScreenTable { IsEmpty: true } && _messages.Count == 0 && _errors.Count == 0)
        {
            _remarks.Add("there is nothing to show");
        }

        _remarks.ForEach(terminal.Remark);
        _errors.ForEach(terminal.Fault);
        if (_unknown is not null)
        {
            // What was asked for is not in what a script reads.
            terminal.Fault(_unknown);
            _exit = _exit == 0 ? 1 : _exit;
        }

        return _exit ?? throw new CliFault("the daemon hung up in the middle of its answer");
    }

    private async Task AskAsync(DaemonConnection daemon, CommandRequest request, CancellationToken cancel)
    {
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _enough = seen.Cancel;
        using var patience = new Patience(daemon, terminal, PatienceAfter);
        try
        {
            using var answer = await daemon.AskAsync(request, _isApart, seen.Token);
            await AnswerLines.ReadAsync(
                answer,
                line =>
                {
                    patience.Heard();
                    return TakeAsync(line);
                },
                seen.Token);
        }
        catch (OperationCanceledException) when (_interrupt is not null)
        {
            // What goes on until somebody has seen enough has come to its end.
            _exit = 0;
        }
        finally
        {
            _interrupt?.Dispose();
        }
    }

    private ValueTask TakeAsync(ReadOnlySequence<byte> line)
    {
        var octets = line.IsSingleSegment ? line.FirstSpan : Joined(line);
        if (octets.StartsWith(RowPrefix))
        {
            terminal.EndProgress();
            _table!.Row(octets[RowPrefix.Length..^1]);
            return default;
        }

        try
        {
            Take(JsonSerializer.Deserialize(octets, CommandJson.Default.CommandEvent)!);
        }
        catch (JsonException)
        {
            throw new CliFault("the daemon answered with something this version of stack does not read");
        }

        return default;
    }

    private void Take(CommandEvent said)
    {
        switch (said.Event)
        {
            case "table":
                _interrupt = said.Live is true ? terminal.OnInterrupt(_enough) : null;
                _header = new TableHeader(
                    said.Headers ?? [], said.Owner is true, said.KeepOwner is true, said.Plain is true)
                {
                    More = said.More ?? [],
                    Live = said.Live is true,
                    Board = said.Board is true
                };
                _table = NewTable(_header, invocation.Columns);
                if (invocation.Columns?.Except(_header.All).ToArray() is { Length: > 0 } unknown)
                {
                    _unknown = $"no column is called {string.Join(", ", unknown)}; there are {string.Join(", ", _header.All)}";
                }

                break;
            case "message":
                Say(said.Text ?? string.Empty);
                break;
            case "progress" when _table is BoardTable board:
                board.Draw(said.Text ?? string.Empty);
                break;
            case "progress":
                terminal.Progress(said.Text ?? string.Empty, said.Done ?? 0, said.Total ?? 0);
                break;
            case "run":
                _run = said.Run;
                if (invocation is { Format: OutputFormat.Text, Columns: null })
                {
                    // People see the exit code of what failed in a line of its own.
                    _table = NewTable(_header!, ["host", "output"]);
                }

                break;
            case "want" when said.Path is not null:
                _wanted.Add(said);
                _isApart = said.Texts is true;
                break;
            case "error":
                _errors.Add(said.Text ?? string.Empty);
                break;
            case "end":
                _exit = said.Exit;
                break;
        }
    }

    private void Say(string text)
    {
        switch (invocation.Format)
        {
            case OutputFormat.Text when _table is null || _header is { Live: true }:
                terminal.EndProgress();
                terminal.Out.Write(text);
                terminal.Out.Write('\n');
                break;
            case not OutputFormat.None:
                // What is said of a table comes after it, and a table is shown when its last row has said how wide its columns are.
                _messages.Add(text);
                break;
        }
    }

    /// <summary>
    /// What a program reads is one list: of the rows, and then what is said besides goes to standard error; or, where there is no table, of what is said.
    /// </summary>
    private void TellMessages()
    {
        if (_table is not null || invocation.Format is OutputFormat.Column)
        {
            _messages.ForEach(terminal.Error.WriteLine);
        }
        else if (invocation.IsForProgram && (_messages.Count > 0 || _exit == 0))
        {
            _table = NewTable(new TableHeader(["message"], Owner: false, KeepOwner: false, Plain: false), columns: null);
            foreach (var message in _messages)
            {
                _table.Row(System.Text.Encoding.UTF8.GetBytes($"{{\"message\":{JsonSerializer.Serialize(message, CommandJson.Default.String)}}}"));
            }
        }
    }

    private ITable NewTable(TableHeader header, string[]? columns) => invocation.Format switch
    {
        OutputFormat.Json => new JsonTable(terminal.Out, header, columns),
        OutputFormat.Csv => new CsvTable(terminal.Out, header, invocation.Header, columns),
        OutputFormat.Yaml => new YamlTable(terminal.Out, header, columns),
        OutputFormat.Python => new PythonTable(terminal.Out, header, columns),
        OutputFormat.Shell => new ShellTable(terminal.Out, header, columns),
        OutputFormat.Column => new ColumnTable(terminal.Out, header, invocation.Columns![0]),
        OutputFormat.None => new NoTable(),
        _ when header.Board && terminal.Screen is not null =>
            new BoardTable(terminal.Out, header, () => terminal.Screen!, TimeProvider.System, TimeZoneInfo.Local),
        _ when header.Live => new LiveTable(terminal.Out, header, invocation.Header, invocation.Columns, terminal.Screen),
        _ when header.Plain => new PlainTable(terminal.Out, header),
        _ when terminal.Screen is { } screen => new ScreenTable(
            terminal.Out, header, invocation.Header, columns, screen, new ScreenTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local), _remarks.Add),
        _ => new TextTable(terminal.Out, header, invocation.Header, columns),
    };

    private ImmutableDictionary<string, Utf8Text> ReadWanted(ImmutableDictionary<string, Utf8Text> files)
    {
        foreach (var wanted in _wanted)
        {
            var path = wanted.Path!;
            if (files.ContainsKey(path))
            {
                throw new CliFault($"the daemon asks for {path} again and again");
            }

            try
            {
                files = files.Add(
                    path,
                    wanted.Secret is true ? Utf8Text.Of(terminal.ReadSecretTwice(wanted.Text ?? "password")) : ReadText(path, wanted.Folder is true));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CliFault($"cannot read {path}: {fault.Message.TrimEnd('.')}");
            }
        }

        _wanted.Clear();
        return files;
    }

    private Utf8Text ReadText(string path, bool mayBeFolder)
    {
        if (Directory.Exists(path))
        {
            return mayBeFolder ? PeoplesText.Sendable(path, FolderText.Read(path, MostFile), MostText)
                : throw new CliFault($"{path} is a folder, and one file is wanted");
        }

        var (text, remark) = PeoplesText.Read(path, JsonIndentation.Dropped(path == "-" ? ReadInput() : RegularFile.Bytes(path, MostFile)));
        if (remark is not null)
        {
            terminal.Error.WriteLine(remark);
        }

        return PeoplesText.Sendable(path, text, MostText);
    }

    private static byte[] ReadInput()
    {
        using var input = StandardStream.OpenInput();
        using var bytes = new MemoryStream();
        var chunk = new byte[1 << 16];
        while (input.Read(chunk) is var read and > 0)
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > MostFile)
            {
                throw new IOException($"it has more than {MostFile >> 20} MiB");
            }
        }

        return bytes.ToArray();
    }

    private ReadOnlySpan<byte> Joined(ReadOnlySequence<byte> line)
    {
        var length = checked((int)line.Length);
        if (_scratch.Length < length)
        {
            _scratch = new byte[length * 2];
        }

        line.CopyTo(_scratch);
        return _scratch.AsSpan(0, length);
    }
}
