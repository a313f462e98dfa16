using System.Runtime.InteropServices;
using BootService.Core.Dhcp;
using BootService.Dhcp;
using BootService.Protocols.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Dhcp;

public sealed partial class LeaseLogTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly string _folder = Directory.CreateTempSubdirectory("leases").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_committed_is_there_after_a_kill_and_what_was_not_is_not()
    {
        var log = Open(out var leases);
        Assert.Empty(leases);
        log.Add(Lease(1, 100));
        log.Add(Lease(2, 100));
        Assert.True(Commit(log));
        log.Add(Lease(3, 100));
        Assert.Equal([Lease(1, 100), Lease(2, 100)], Sorted(Stored()));
        log.Dispose();
    }

    [Fact]
    public void The_newest_record_of_an_address_counts()
    {
        using (var log = Open(out _))
        {
            log.Add(Lease(1, 100));
            log.Add(Lease(2, 100));
            Assert.True(Commit(log));
            log.Add(Lease(1, 200));
            log.Add(Lease(2, 0));
            Assert.True(Commit(log));
        }

        Assert.Equal([Lease(1, 200)], Stored());
    }

    [Fact]
    public void Each_start_carries_the_leases_over()
    {
        for (var start = 1; start <= 5; start++)
        {
            using var log = Open(out var leases);
            Assert.Equal(start - 1, leases.Count);
            log.Add(Lease((uint)start, 100));
            Assert.True(Commit(log));
        }

        Assert.Equal(5, Stored().Count);
    }

    [Fact]
    public void A_disk_without_room_for_a_log_keeps_its_room_and_says_why_and_is_tried_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _folder);
        try
        {
            var told = new ToldLines();
            using var log = LeaseLog.Open(_folder, () => [], told, out _);
            Assert.Equal($"the disk of {_folder} has no room for {Path.Combine(_folder, "leases.1.log")}, which takes 4 MB", log.WhyNotKept);
            Assert.Equal([Path.Combine(_folder, "leases.snapshot")], Directory.GetFiles(_folder));
            log.Add(Lease(1, 100));
            Assert.False(Commit(log));
            Assert.Single(told.Lines);

            Run("mount", "-o", "remount,size=20m", _folder);
            Assert.False(log.HasPending);
            log.TryAgain();
            Assert.True(log.HasPending);
            Assert.True(Commit(log));
            Assert.Equal((false, null), (log.HasPending, log.WhyNotKept));
        }
        finally
        {
            Run("umount", "-l", _folder);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void A_record_that_was_half_written_ends_the_log()
    {
        using (var log = Open(out _))
        {
            log.Add(Lease(1, 100));
            log.Add(Lease(2, 100));
            Assert.True(Commit(log));
        }

        var path = Path.Combine(_folder, "leases.1.log");
        var bytes = File.ReadAllBytes(path);
        bytes[LeaseRecord.Length + 9] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal([Lease(1, 100)], Stored());
    }

    [Fact]
    public void A_full_log_turns_to_the_other_and_loses_nothing()
    {
        var current = new Dictionary<Ipv4, StoredLease>();
        var log = LeaseLog.Open(_folder, () => [.. current.Values], NullLogger.Instance, out _);
        for (uint round = 0; round < 5; round++)
        {
            for (uint index = 0; index < LeaseFiles.LogRecords / 2; index++)
            {
                var lease = Lease(index % 1000, 1000 + round);
                current[lease.Address] = lease;
                log.Add(lease);
            }

            Assert.True(Commit(log));
        }

        log.Dispose();
        Assert.Equal(Sorted(current.Values), Sorted(Stored()));
    }

    [Fact]
    public void A_record_of_zeros_is_none() => Assert.False(LeaseRecord.TryRead(new byte[LeaseRecord.Length], out _, out _));

    [Fact]
    public void What_is_whole_behind_a_gap_in_the_log_is_kept()
    {
        Fill(3);
        Damage("leases.1.log", bytes => bytes[LeaseRecord.Length + 9] ^= 1);

        Assert.Equal([Lease(1, 100), Lease(3, 100)], Sorted(Stored()));
    }

    [Theory]
    [InlineData("leases.snapshot", 0)]
    [InlineData("leases.snapshot", 40)]
    [InlineData("leases.snapshot", 3000)]
    [InlineData("leases.1.log", 0)]
    [InlineData("leases.1.log", 4096)]
    public void A_file_that_is_not_as_it_was_left_is_put_aside_and_told_and_stops_no_start(string name, int length)
    {
        Fill(3);
        Open(out _).Dispose();
        File.WriteAllBytes(Path.Combine(_folder, name), new byte[length]);

        var told = new ToldLines();
        LeaseLog.Open(_folder, () => [], told, out _).Dispose();

        Assert.Contains($"{name} is damaged; it lies aside as {name}.damaged-1", Assert.Single(told.Lines), StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(Path.Combine(_folder, $"{name}.damaged-1")).Length);
        LeaseLog.Open(_folder, () => [], told, out _).Dispose();
        Assert.Single(told.Lines);
    }

    [Theory]
    [InlineData("leases.snapshot")]
    [InlineData("leases.1.log")]
    public void A_file_that_is_another_users_stops_the_start_and_stays_where_it_is(string name)
    {
        Fill(3);
        var path = Path.Combine(_folder, name);
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(path, UnixFileMode.None);
        foreach (var other in Directory.GetFiles(_folder).Where(other => other != path))
        {
            File.SetUnixFileMode(other, (UnixFileMode)0b110_110_110);
        }

        var before = Directory.GetFiles(_folder).Order();
        _ = ActFilesAs(Nobody); // Root may read whatever is there.
        try
        {
            Assert.Contains($"{path}, which holds leases, may not be read by this user", Assert.Throws<IOException>(() => Open(out _)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            _ = ActFilesAs(Environment.IsPrivilegedProcess ? 0u : Nobody);
        }

        Assert.Equal(before, Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void Of_a_snapshot_that_was_cut_short_the_whole_records_are_taken()
    {
        Fill(3);
        Open(out _).Dispose();
        var path = Path.Combine(_folder, "leases.snapshot");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);

        Assert.Equal([Lease(1, 100)], Sorted(Stored()));
    }

    [Fact]
    public void A_snapshot_that_is_gone_beside_its_logs_is_told()
    {
        Fill(1);
        File.Delete(Path.Combine(_folder, "leases.snapshot"));
        var told = new ToldLines();

        LeaseLog.Open(_folder, () => [], told, out _).Dispose();

        Assert.Contains("leases.snapshot is gone", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_a_files_place_is_put_aside()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "leases.snapshot"));
        var told = new ToldLines();

        LeaseLog.Open(_folder, () => [], told, out _).Dispose();

        Assert.Contains("leases.snapshot is a folder; it lies aside as leases.snapshot.damaged-1", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leases.snapshot")]
    [InlineData("leases.1.log")]
    public void What_waits_for_a_writer_or_never_ends_is_put_aside_and_left_as_it_is(string name)
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, name)))
        {
            made.WaitForExit();
        }

        Assert.Contains(new LeaseFiles(_folder).Load().Faults, fault => fault.Contains("is a FIFO", StringComparison.Ordinal));
        var device = File.GetUnixFileMode("/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_folder, name), "/dev/zero");
        Assert.Contains(new LeaseFiles(_folder).Load().Faults, fault => fault.Contains("is a device", StringComparison.Ordinal));
        Assert.Equal(device, File.GetUnixFileMode("/dev/zero"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder, name + ".damaged-*").Length);
    }

    [Fact]
    public void While_no_snapshot_can_be_written_the_last_log_goes_on_and_loses_nothing()
    {
        Fill(2);
        Directory.CreateDirectory(Path.Combine(_folder, "leases.snapshot.new"));
        using (var log = Open(out var leases))
        {
            Assert.Equal(2, leases.Count);
            log.Add(Lease(9, 100));
            Assert.True(Commit(log));
        }

        Directory.Delete(Path.Combine(_folder, "leases.snapshot.new"));
        Assert.Equal([Lease(1, 100), Lease(2, 100), Lease(9, 100)], Sorted(Stored()));
        Open(out var again).Dispose();
        Assert.Equal(3, again.Count);
    }

    private void Fill(uint leases)
    {
        using var log = Open(out _);
        for (uint number = 1; number <= leases; number++)
        {
            log.Add(Lease(number, 100));
        }

        Assert.True(Commit(log));
    }

    private void Damage(string name, Action<byte[]> how)
    {
        var path = Path.Combine(_folder, name);
        var bytes = File.ReadAllBytes(path);
        how(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private sealed class ToldLines : Microsoft.Extensions.Logging.ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }

    private static bool Commit(LeaseLog log)
    {
        log.Seal();
        return log.Commit();
    }

    [Fact]
    public void Who_has_which_address_is_the_daemons_alone_to_read()
    {
        var open = Path.Combine(_folder, "leases.0.log");
        File.WriteAllText(open, "");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Open(out _).Dispose();
        Open(out _).Dispose();
        Assert.All(
            Directory.GetFiles(_folder, "leases.*"),
            file => Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file))));
    }

    private LeaseLog Open(out IReadOnlyCollection<StoredLease> leases) => LeaseLog.Open(_folder, () => [], NullLogger.Instance, out leases);

    private IReadOnlyCollection<StoredLease> Stored() => new LeaseFiles(_folder).Load().Leases;

    private static StoredLease Lease(uint index, long until) => new(index + 1, new Ipv4(0x0A010000 + index), until);

    private static IEnumerable<StoredLease> Sorted(IEnumerable<StoredLease> leases) => leases.OrderBy(lease => lease.Address);

    /// <summary>Whose rights to files this thread has, setfsuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int ActFilesAs(uint user);
}
