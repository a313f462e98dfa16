using System.Collections.Immutable;
using System.Text.Json;
using BootService.Core.Inventories;
using BootService.Core.Relays;
using BootService.Platform.Files;

namespace BootService.Upstream;

/// <summary>
/// What a relay knew, in a file of its own: a relay that is started while no frontend answers leads its hosts to their disks by it, and installs nobody.
/// </summary>
/// <param name="folder">The data directory.</param>
/// <param name="time">The clock.</param>
internal sealed class RelayCache(string folder, TimeProvider time)
{
    private const int Largest = 256 << 20;

    private readonly string _path = Path.Combine(folder, "relay.cache");

    /// <summary>The state, as changes of one that knows nothing; nothing where there is none that can be read.</summary>
    public ImmutableArray<Change> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(RegularFile.Bytes(_path, Largest), RelayJson.Default.RelayNews)?.Changes ?? [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return [];
        }
    }

    /// <summary>Keeps a state in the place of the one before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Inventory inventory, RelayReach reach)
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(
            new RelayNews(string.Empty, IsWhole: true, IsFresh: false, time.GetUtcNow()) { Changes = RelayView.Of(inventory, reach) },
            RelayJson.Default.RelayNews);
        var coming = _path + ".new";
        File.Delete(coming);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(coming, options))
        {
            file.Write(written);
        }

        File.Move(coming, _path, overwrite: true);
    }
}
