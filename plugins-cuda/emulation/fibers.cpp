#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "emulation/device.h"

namespace assay::emulation {
namespace {

constexpr std::size_t STACK_BYTES = 128 * 1024;

struct Barrier {
    int waiting = 0;
    unsigned generation = 0;
};

struct Warp {
    int lanes = 0;
    Barrier barrier;
    alignas(16) unsigned char slots[32 * EXCHANGE_STRIDE];
};

struct Fiber {
    ucontext_t context;
    Place place;
    bool done = false;
    std::unique_ptr<unsigned char[]> stack{new unsigned char[STACK_BYTES]};
};

// One block runs at a time and tests are single-threaded, so the state of the machine is one object.
struct Machine {
    ucontext_t scheduler;
    std::vector<std::unique_ptr<Fiber>> fibers;
    std::vector<Warp> warps;
    Barrier barrier;
    int threads = 0;
    Fiber* running = nullptr;
    bool progress = false;
    const std::function<void()>* kernel = nullptr;
    alignas(16) unsigned char shared[SHARED_BYTES];
};

Machine& machine() {
    static Machine it;
    return it;
}

void await(Barrier& barrier, int expected) {
    Machine& m = machine();
    m.progress = true;
    const unsigned generation = barrier.generation;
    if (++barrier.waiting == expected) {
        barrier.waiting = 0;
        ++barrier.generation;
        return;
    }
    while (barrier.generation == generation) swapcontext(&m.running->context, &m.scheduler);
}

Warp& warp() { return machine().warps[machine().running->place.thread.x / 32]; }

void fiberMain() {
    Machine& m = machine();
    (*m.kernel)();
    m.running->done = true;
    m.progress = true;
    swapcontext(&m.running->context, &m.scheduler);
}

void runBlock(dim3 grid, dim3 block, uint3 index) {
    Machine& m = machine();
    m.threads = static_cast<int>(block.x);
    m.barrier = Barrier{};
    m.warps.assign((block.x + 31) / 32, Warp{});
    for (unsigned t = 0; t < block.x; ++t) {
        ++m.warps[t / 32].lanes;
        if (m.fibers.size() <= t) m.fibers.push_back(std::make_unique<Fiber>());
        Fiber& fiber = *m.fibers[t];
        fiber.place = Place{uint3{t, 0, 0}, index, block, grid};
        fiber.done = false;
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.get();
        fiber.context.uc_stack.ss_size = STACK_BYTES;
        fiber.context.uc_link = nullptr;
        makecontext(&fiber.context, fiberMain, 0);
    }
    for (bool alive = true; alive;) {
        alive = false;
        m.progress = false;
        for (unsigned t = 0; t < block.x; ++t) {
            if (m.fibers[t]->done) continue;
            alive = true;
            m.running = m.fibers[t].get();
            swapcontext(&m.scheduler, &m.running->context);
        }
        if (alive && !m.progress) {
            std::fprintf(stderr, "emulation: a barrier is not reached by all threads of block (%u, %u)\n", index.x,
                         index.y);
            std::abort();
        }
    }
}

}  // namespace

const Place& place() { return machine().running->place; }

unsigned char* dynamicShared() { return machine().shared; }

void run(const std::function<void()>& kernel, dim3 grid, dim3 block, std::size_t shared) {
    Machine& m = machine();
    if (shared > SHARED_BYTES || block.x > 1024 || block.y != 1 || block.z != 1) {
        std::fprintf(stderr, "emulation: a block of %u threads and %zu bytes cannot be started\n", block.x, shared);
        std::abort();
    }
    m.kernel = &kernel;
    for (unsigned z = 0; z < grid.z; ++z) {
        for (unsigned y = 0; y < grid.y; ++y) {
            for (unsigned x = 0; x < grid.x; ++x) {
                std::memset(m.shared, 0xff, SHARED_BYTES);  // NaN in every type: what is read unwritten shows
                runBlock(grid, block, uint3{x, y, z});
            }
        }
    }
}

void blockBarrier() { await(machine().barrier, machine().threads); }

const unsigned char* exchange(const void* mine, std::size_t bytes) {
    Warp& w = warp();
    if (bytes > 0) std::memcpy(w.slots + EXCHANGE_STRIDE * static_cast<std::size_t>(laneOf()), mine, bytes);
    await(w.barrier, w.lanes);
    return w.slots;
}

void exchangeDone() { await(warp().barrier, warp().lanes); }

}  // namespace assay::emulation
