using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Stores;
using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Settings;

namespace BootService.Rehearsals;

/// <summary>Rehearses boots: a persona of the host's speaks to our own sockets from our own address, on a thread of its own.</summary>
internal sealed class BootRehearsal(
    RunningRehearsal rehearsal, IAppliance appliance, IProfiles profiles, DataFolders folders, ServicePorts ports, TimeProvider time) : IBootRehearsal
{
    private const int MostWaiting = 64;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Rehearsed> RunAsync(Core.Hosts.Host host, string firmware, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (BootNeeds.CardOf(appliance.Current, host) is not { Mac: { } mac })
        {
            throw new RefusedException(
                $"host \"{host.Name}\" has no card to boot from: give it one with \"stack add host interface {host.Name} interface=eth0 mac=... ip=...\"");
        }

        var persona = Persona.All.First(known => known.Name == firmware);
        var steps = Channel.CreateBounded<Rehearsed>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        using var running = await rehearsal.BeginAsync(new PlayedHost(host.Name, mac, host.AddressAt(mac) ?? default), cancel);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var work = Task.Factory.StartNew(
            () => Play(host, persona, new Machine(mac), steps.Writer, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(cancel))
            {
                yield return step;
            }
        }
        finally
        {
            // Whoever stops reading ends the play before the mark is taken from it.
            await ended.CancelAsync();
            await work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        await work;
    }

    private void Play(Core.Hosts.Host host, Persona persona, Machine machine, ChannelWriter<Rehearsed> writer, CancellationToken cancel)
    {
        Exception? fault = null;
        try
        {
            var inventory = appliance.Current;
            var frontend = inventory.FrontendOf(host);
            var runner = new PersonaRunner(new RunnerSettings(frontend.Address, frontend.Address) { Hurry = true }, time);
            var boot = new Firmware.Boot(persona, machine, ports);
            var checks = new RehearsalChecks(inventory, host, machine.Mac, folders.PalletsDirectory);
            var began = time.GetTimestamp();
            Write(writer, checks.Profile(profiles, time), cancel);
            Write(writer, checks.Disk(folders.DataDirectory), cancel);
            var fetched = new List<FileStep>();
            foreach (var step in runner.Run(boot, cancel))
            {
                checks.Look(boot, step);
                Write(writer, Told(step), cancel);
                if (step is FileStep file)
                {
                    fetched.Add(file);
                }
            }

            foreach (var first in fetched)
            {
                if (BothWays.Other(first, frontend) is not { } second || first.File is not { } file)
                {
                    continue;
                }

                runner.CarryOut(second, ports, cancel);
                BothWays.Compare(file, second);
                checks.Note(second);
                Write(writer, Told(second), cancel);
            }

            Write(writer, checks.Result(boot, persona, time) with { Took = time.GetElapsedTime(began) }, cancel);
        }
        catch (Exception thrown)
        {
            fault = thrown;
            throw;
        }
        finally
        {
            writer.TryComplete(fault);
        }
    }

    private static void Write(ChannelWriter<Rehearsed> writer, Rehearsed step, CancellationToken cancel)
    {
        while (!writer.TryWrite(step))
        {
            writer.WaitToWriteAsync(cancel).AsTask().GetAwaiter().GetResult();
        }
    }

    private static Rehearsed.Step Told(BootStep step) => new(step.Stage, step.What, step.Verdict, step.Why) { Took = step.Elapsed, Bytes = step.Bytes };
}
