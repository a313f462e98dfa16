using BootService.Fuzz;
using Xunit;

namespace BootService.Tests.Tftp;

/// <summary>
/// Stories of hostile and broken clients: the fuzzing corpus and mutations of it. What must hold whoever lies is in <see cref="FuzzedTftp"/>.
/// </summary>
public sealed class TftpStoryTests
{
    private static readonly string Stories = Path.Combine(AppContext.BaseDirectory, "Tftp", "stories");

    [Fact]
    public void Every_kept_story_ends_well_and_whole_transfers_are_answered()
    {
        var sent = Directory.GetFiles(Stories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => FuzzedTftp.Play(File.ReadAllBytes(file)), StringComparer.Ordinal);
        Assert.All(sent.Where(story => story.Key.StartsWith("story-", StringComparison.Ordinal)), story => Assert.True(story.Value > 0, story.Key));
        Assert.Equal(196, sent["story-lockstep"]); // 100,000 bytes in blocks of 512, each sent once
        Assert.Equal(70, sent["story-windows"]); // an OACK, and 69 blocks of 1,468
    }

    [Fact]
    public void Stories_that_were_tampered_with_end_well()
    {
        var mutation = new Mutation([.. Directory.GetFiles(Stories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)], seed: 5);
        for (var story = 0; story < 1000; story++)
        {
            FuzzedTftp.Play(mutation.Next());
        }
    }
}
