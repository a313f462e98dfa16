using System.Diagnostics;
using System.Globalization;
using BootService.Fuzz;
using SharpFuzz;

// random SECONDS [SEED]: stories mutated from the corpus, and with tftp SECONDS [SEED] those of TFTP; afl: for an instrumented build under afl-fuzz; replay
// FILES...
switch (args)
{
    case ["afl"]:
        Fuzzer.OutOfProcess.Run(static (Stream input) =>
        {
            using var story = new MemoryStream();
            input.CopyTo(story);
            FuzzedServer.Play(story.ToArray());
        });
        return 0;
    case ["replay", .. var files]:
        foreach (var file in files)
        {
            var story = File.ReadAllBytes(file);
            Console.WriteLine(
                $"{file}: {(file.Contains("tftp-stories", StringComparison.Ordinal) ? FuzzedTftp.Play(story) : FuzzedServer.Play(story))} replies");
        }

        return 0;
    case ["random", var seconds, .. var rest]:
        return Search("corpus", static story => FuzzedServer.Play(story), Seconds(seconds), Seed(rest));
    case ["tftp", var seconds, .. var rest]:
        return Search("tftp-stories", static story => FuzzedTftp.Play(story), Seconds(seconds), Seed(rest));
    default:
        Console.Error.WriteLine("error - say random SECONDS [SEED], tftp SECONDS [SEED], replay FILES or afl");
        return 2;
}

static TimeSpan Seconds(string word) => TimeSpan.FromSeconds(int.Parse(word, CultureInfo.InvariantCulture));

static int Seed(string[] rest) => rest is [var seed] ? int.Parse(seed, CultureInfo.InvariantCulture) : Environment.ProcessId;

static int Search(string folder, Func<byte[], int> play, TimeSpan time, int seed)
{
    var corpus = Directory.GetFiles($"tests/BootService.Fuzz/{folder}").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
    var mutation = new Mutation(corpus, seed);
    var (stories, replies) = (0L, 0L);
    for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time; stories++)
    {
        var story = mutation.Next();
        try
        {
            replies += play(story);
        }
        catch (Exception found)
        {
            var kept = $"tests/BootService.Fuzz/{folder}/found-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(story))[..12]}.bin";
            File.WriteAllBytes(kept, story);
            Console.Error.WriteLine($"error - {found.GetType().Name}: {found.Message}; kept as {kept}");
            Console.Error.WriteLine(found.StackTrace);
            return 1;
        }
    }

    Console.WriteLine($"{stories} stories with {replies} replies, none of them wrong; seed {seed}");
    return 0;
}
