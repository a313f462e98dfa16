using System.Text;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Media.Archives;
using BootService.Platform.Files;
using BootService.Protocols.Net;
using BootService.Settings;
using BootService.Storage;

namespace BootService.Backups;

/// <summary>Puts a frontend back from a backup while no daemon runs: on its own machine, or on another with another address.</summary>
/// <param name="read">Where files lie by the settings of this file, or of the usual one for none.</param>
/// <param name="find">Finds this machine on a boot interface of these names, or on the only one for none.</param>
/// <param name="time">The clock.</param>
internal sealed class FrontendRestore(Func<string?, FrontendFiles> read, Func<string?, Frontend> find, TimeProvider time)
{
    private const long LargestSettings = 1 << 20;
    private const int MostNamed = 5;
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // What is not put in place as it is; the database may be large, and is read where it lies.
    private static readonly string[] Taken = [FrontendFiles.Note, FrontendFiles.Settings, FrontendFiles.Database];

    private readonly List<string> _said = [];

    /// <summary>Puts it back.</summary>
    /// <param name="copy">What <c>stack backup</c> made: a database, or an archive of it and of files.</param>
    /// <returns>What was done, a sentence each.</returns>
    /// <exception cref="StorageException">The copy is no good, a daemon is running, or a folder cannot be written.</exception>
    /// <exception cref="StartException">This machine has no boot interface, and files could not be put in place.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(string copy)
    {
        try
        {
            // Whatever is no regular file is told here; one that cannot be opened would be called a damaged database by those who read it.
            RegularFile.Open(copy).Dispose();
            await (ArchiveReader.IsArchive(copy) ? RunArchiveAsync(copy) : RunDatabaseAsync(copy));
            return _said;
        }
        catch (RefusedException fault)
        {
            throw new StorageException(fault.Message, fault);
        }
        catch (NotRegularFileException fault) when (fault.Path == copy)
        {
            throw new StorageException($"{copy} is not restored: {fault.Message}", fault);
        }
        catch (FileNotFoundException fault) when (fault.FileName == copy)
        {
            throw new StorageException($"there is no file {copy} to restore from", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{copy} could not be put back whole ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); mend that and say the same again, as root where "
                    + "this user may not write", fault);
        }
    }

    private async Task RunDatabaseAsync(string copy)
    {
        var directory = read(null).Folders.DataDirectory;
        _said.Add(DatabaseRestore.Run(directory, copy));
        var stored = Inventory.Empty(Nowhere).With((await DatabaseTrial.RunAsync(directory, CancellationToken.None)).Stored ?? []);
        var links = NoteIn(stored);
        var (here, _) = Here(null);
        await FollowAsync(directory, Moves(links, here));
        if (links.Length == 0 && here is not null && stored.Networks.Count > 0 && stored.NetworkOf(here.Address) is null)
        {
            _said.Add(
                $"no network that is stored holds {here.Address}, the address of this frontend, and a database alone does not say which it had: \"stack set "
                    + "network address\" and \"stack load hostfile\" give hosts others, as a backup with pallets=yes does by itself");
        }
    }

    private async Task RunArchiveAsync(string copy)
    {
        var archive = new ArchiveReader(copy);
        await archive.CheckAsync(report: null, CancellationToken.None);
        var scratch = Directory.CreateTempSubdirectory("bootservice-restore-");
        try
        {
            string At(string name) => Path.Combine(scratch.FullName, Path.GetFileName(name));
            await archive.ExtractAsync(name => Taken.Contains(name) ? At(name) : null, new PlacedFiles(), CancellationToken.None);
            var note = BackupNote.Read(File.Exists(At(FrontendFiles.Note)) ? RegularFile.Bytes(At(FrontendFiles.Note), LargestSettings) : [], copy);
            var (here, whyNot) = Here(string.Join(',', note.Links.Select(link => link.Interface).Distinct(StringComparer.Ordinal)));
            var moves = Moves(note.Links, here);
            var settings = File.Exists(At(FrontendFiles.Settings))
                ? MovedSettings.Of(Encoding.UTF8.GetString(RegularFile.Bytes(At(FrontendFiles.Settings), LargestSettings)), moves, Renamed(note, here))
                : null;
            var files = FilesBy(settings, Path.Combine(scratch.FullName, "settings.json"));
            if (!File.Exists(At(FrontendFiles.Database)))
            {
                throw new RefusedException($"{copy} has no database in it");
            }

            _said.Add(DatabaseRestore.Run(files.Folders.DataDirectory, At(FrontendFiles.Database), copy));
            await FollowAsync(files.Folders.DataDirectory, moves);
            _said.AddRange(whyNot is null ? [] : [$"addresses stay as they are: {whyNot}"]);
            await PlaceAsync(archive, files);
            if (settings is not null)
            {
                await PutSettingsAsync(files, settings);
            }

            SayOfFiles(files, moves);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Where files lie once the settings of the backup are this machine's.</summary>
    private FrontendFiles FilesBy(string? settings, string draft)
    {
        var now = read(null);
        if (settings is null)
        {
            return now;
        }

        File.WriteAllText(draft, settings);
        return read(draft) with { SettingsFile = now.SettingsFile };
    }

    private async Task PlaceAsync(ArchiveReader archive, FrontendFiles files)
    {
        var placed = new PlacedFiles();
        await archive.ExtractAsync(files.PlaceOf, placed, CancellationToken.None);
        _said.Add(
            $"{placed.Placed} files were put into {files.Folders.ExportDirectory} and {files.Folders.DataDirectory}"
                + (placed.Aside.Count == 0 ? string.Empty : $"; {placed.Aside.Count} that were others lie aside: {Some(placed.Aside)}"));
    }

    private (Frontend? Here, string? WhyNot) Here(string? interfaces)
    {
        foreach (var names in interfaces is null ? new string?[] { null } : [interfaces, null])
        {
            try
            {
                return (find(names), null);
            }
            catch (StartException fault) when (names is null)
            {
                return (null, fault.Message);
            }
            catch (StartException)
            {
                // Interfaces are called otherwise here.
            }
        }

        return (null, null);
    }

    private static List<FrontendMove> Moves(IReadOnlyList<NotedLink> links, Frontend? here)
    {
        // The first of each interface; further addresses of one stay with whoever gives them.
        var now = here?.All.DistinctBy(link => link.Interface).ToArray() ?? [];
        return
        [
            .. links.DistinctBy(link => link.Interface)
                .Select(link => (From: Ipv4.Parse(link.Address), Was: Ipv4Network.Parse(link.Network)))
                .Zip(now, (link, at) => new FrontendMove(link.From, link.Was, at.Address, at.Subnet))
                .Where(move => move.From != move.To || move.Was != move.Is),
        ];
    }

    private static Dictionary<string, string> Renamed(BackupNote note, Frontend? here) =>
        note.Links.Select(link => link.Interface).Distinct(StringComparer.Ordinal)
            .Zip(here?.All.Select(link => link.Interface).Distinct(StringComparer.Ordinal) ?? []).ToDictionary(pair => pair.First, pair => pair.Second,
                StringComparer.Ordinal);

    private async Task PutSettingsAsync(FrontendFiles files, string settings)
    {
        try
        {
            await PutAsync(files.SettingsFile, settings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var aside = Path.Combine(files.Folders.DataDirectory, "restored-settings.json");
            await PutAsync(aside, settings);
            _said.Add($"{files.SettingsFile} could not be written ({fault.Message.TrimEnd('.')}): copy {aside} there as root");
        }
    }

    private async Task PutAsync(string path, string text)
    {
        var placed = new PlacedFiles();
        await placed.FileAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), ForAll, time.GetUtcNow(), CancellationToken.None);
        if (placed.Placed > 0)
        {
            _said.Add(
                $"settings are in {path}, with this machine's address and interface"
                    + (placed.Aside is [var aside] ? $"; those that were there lie aside as {aside}" : string.Empty));
        }
    }

    /// <summary>Where a frontend was of which only the database is there: it says so where the frontend is a host too.</summary>
    private static NotedLink[] NoteIn(Inventory stored) =>
    [
        .. stored.HostsInOrder().Where(host => host is { Appliance: "frontend", Address: not null })
            .Select(host => (Address: host.Address!.Value, Network: stored.NetworkOf(host.Address.Value)))
            .Where(at => at.Network is not null)
            .Select(at => new NotedLink(string.Empty, $"{at.Address}", $"{at.Network!.Subnet}")).Take(1),
    ];

    private async Task FollowAsync(string directory, List<FrontendMove> moves)
    {
        if (moves.Count == 0)
        {
            return;
        }

        using var database = BootDatabase.Open(directory);
        var stored = Inventory.Empty(Nowhere).With((await database.Appliance.LoadAsync(CancellationToken.None)).Changes);
        foreach (var move in moves)
        {
            var relocation = Relocation.Of(stored, move, time.GetUtcNow());
            var after = stored.With(relocation.Changes);
            var author = Author.Daemon with { Command = "--restore" };
            AuditRecord[] log = AuditTrail.Of(stored, after, relocation.Changes, author, time.GetUtcNow()) is { } record ? [record] : [];
            await database.Appliance.CommitAsync(relocation.Changes, log, CancellationToken.None);
            stored = after;
            var clauses = relocation.Said.IsEmpty ? "nothing that is stored names the old one" : string.Join("; ", relocation.Said);
            _said.Add($"this frontend was {move.From} and is {move.To}: {clauses}");
        }
    }

    private void SayOfFiles(FrontendFiles files, List<FrontendMove> moves)
    {
        foreach (var move in moves)
        {
            var naming = new[] { files.Folders.SiteProfileDirectory, files.Folders.SiteBootFilesDirectory }.Where(Directory.Exists)
                .SelectMany(folder => FolderTree.Files(folder, string.Empty)).Where(path => IsNaming(path, move)).ToArray();
            if (naming.Length > 0)
            {
                _said.Add($"{naming.Length} files of the site name {move.From} still, and were left as they are: {Some(naming)}");
            }
        }

        if (moves.Count > 0)
        {
            _said.Add(files.Certificate is { } own
                ? $"the certificate {own} is as it was: have it made for {string.Join(", ", moves.Select(move => move.To))} where it named the old address"
                : "the certificate of Admin:Listen is made anew at the start, for the new address");
        }
    }

    private static bool IsNaming(string path, FrontendMove move)
    {
        if (new FileInfo(path).Length > LargestSettings)
        {
            return false;
        }

        var text = RegularFile.Text(path, LargestSettings);
        return move.Reworded(text) != text;
    }

    private static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : string.Empty);

    // What is stored is the same whoever reads it.
    private static Frontend Nowhere => new(string.Empty, string.Empty, string.Empty, default, default, default, HttpPort: 80);
}
