using System.Collections.Concurrent;
using BootService.Appliances;
using BootService.Core;
using BootService.Core.Sites;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Sites;

/// <summary>
/// Tells other frontends which files of the site lie here, hears which lie there, and takes theirs when it is asked to: never of its own accord.
/// </summary>
internal sealed partial class SiteWatch(
    SiteFolder folder, SiteTaking taking, ISharedSites shared, PeerStanding standing, TimeProvider time, ILogger<SiteWatch> log) : BackgroundService
{
    /// <summary>A look goes past every file of the site, and some sites keep a mirror there: it takes a twentieth of the time at most.</summary>
    private const int RestsPerLook = 20;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _telling = new(1);
    private readonly ConcurrentDictionary<string, SiteFiles> _theirs = new(StringComparer.Ordinal);
    private TimeSpan _looking;
    private string _told = string.Empty;
    private string _taken = string.Empty;
    private string _fault = string.Empty;

    /// <summary>The files at another frontend; null where they are not known, or not any more.</summary>
    public SiteFiles? At(FrontendPeer peer) => _theirs.TryGetValue(peer.Name, out var files) && files.Digest == peer.Files.Site ? files : null;

    private TimeSpan Pause => TimeSpan.FromTicks(Math.Clamp((_looking * RestsPerLook).Ticks, Every.Ticks, Longest.Ticks));

    /// <summary>Looks which files lie here, and tells others where those are others than before. The digests follow within a second.</summary>
    /// <exception cref="StorageException">The database is away.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public async Task<SiteFiles> TellAsync(CancellationToken cancel)
    {
        await _telling.WaitAsync(cancel);
        try
        {
            var began = time.GetTimestamp();
            var files = folder.Look();
            _looking = time.GetElapsedTime(began);
            if (files.Digest != _told)
            {
                await shared.TellAsync(files, cancel);
                standing.Say(own => own with { Profiles = files.ProfileDigest, Site = files.Digest });
                _told = files.Digest;
            }

            return files;
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _telling.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (isFirst)
                {
                    // A push that was under way when this frontend was killed is nobody's any more.
                    await shared.EndAsync(stoppingToken);
                    isFirst = false;
                }

                await TellAsync(stoppingToken);
                await HearAsync(stoppingToken);
                await TakeAsync(stoppingToken);
                _fault = string.Empty;
            }
            catch (StorageException)
            {
                // It is told of by others, and tried again.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                if (_fault != fault.Message)
                {
                    LogUnread(_fault = fault.Message);
                }
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HearAsync(CancellationToken cancel)
    {
        foreach (var peer in standing.Others.Where(peer => peer.Files.Site.Length > 0 && At(peer) is null))
        {
            _theirs[peer.Name] = await shared.ListAsync(peer.Name, cancel);
        }
    }

    private async Task TakeAsync(CancellationToken cancel)
    {
        if (standing.All.FirstOrDefault(one => one.IsHere)?.Asked.Split(' ') is not [var from, var push] || push == _taken)
        {
            return;
        }

        _taken = push;
        var whyNot = string.Empty;
        try
        {
            var changed = await taking.TakeAsync(from, cancel);
            await TellAsync(cancel);
            LogTaken(changed, from, SiteTaking.Kept);
        }
        catch (Exception fault) when (fault is RefusedException or IOException or UnauthorizedAccessException or StorageException)
        {
            whyNot = fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
            LogNotTaken(from, whyNot);
        }

        standing.Say(own => own with { Answer = $"{push} {whyNot}".TrimEnd() });
    }

    [LoggerMessage(
        EventId = 550, Level = LogLevel.Information,
        Message = "{Count} files of the site were changed here to what they are at {Frontend}, which pushed them; what gave way is in {Kept}")]
    private partial void LogTaken(int count, string frontend, string kept);

    [LoggerMessage(EventId = 551, Level = LogLevel.Warning, Message = "The files of the site that {Frontend} pushed were not taken: {Fault}")]
    private partial void LogNotTaken(string frontend, string fault);

    [LoggerMessage(EventId = 552, Level = LogLevel.Warning, Message = "The files of the site cannot be compared with other frontends': {Fault}")]
    private partial void LogUnread(string fault);
}
